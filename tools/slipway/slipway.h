/* SPDX-License-Identifier: GPL-2.0-only */
/* The verbs of `slipway`. Only main.c, and the file that defines a verb, know them. */
#ifndef SLIPWAY_SLIPWAY_H
#define SLIPWAY_SLIPWAY_H

/* The verbs. Each takes its own command line, argv[0] being "slipway VERB", and
 * returns an enum outcome (base/options.h). */
int verb_convert(int argc, char **argv);
int verb_measure(int argc, char **argv);
int verb_ports(int argc, char **argv);
int verb_boot(int argc, char **argv);
int verb_sizes(int argc, char **argv);
int verb_bench(int argc, char **argv);
int verb_profile(int argc, char **argv);
int verb_gdb(int argc, char **argv);
int verb_trace(int argc, char **argv);

#endif
