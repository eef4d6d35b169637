// SPDX-License-Identifier: GPL-2.0-only
// Module parameters become settings of the server.
//
// What a user gives to a module on insmod's command line, the system description gives
// to a server between braces, and the Settings reference hands out. Defaults, types and
// names stay. MODULE_PARM_DESC only describes, and stays too.
//
//     module_param(debug, int, 0);           server_setting(debug, int, 0);
//
// Keywords: module_param, module_param_named, module_param_array, module_param_array_named
// Removes: module_param, module_param_named, module_param_array, module_param_array_named
// Confidence: High
#spatch --smpl-spacing

@scalar@
declarer name module_param;
declarer name server_setting;
@@
-module_param
+server_setting
 (...);

@named@
declarer name module_param_named;
declarer name server_setting_named;
@@
-module_param_named
+server_setting_named
 (...);

@array@
declarer name module_param_array;
declarer name server_setting_array;
@@
-module_param_array
+server_setting_array
 (...);

@named_array@
declarer name module_param_array_named;
declarer name server_setting_array_named;
@@
-module_param_array_named
+server_setting_array_named
 (...);
