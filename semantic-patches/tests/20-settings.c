static int media[8] = { -1, -1 };
static int media_count;
static bool use_io;
static char *firmware_name;

module_param(use_io, bool, 0);
MODULE_PARM_DESC(use_io, "module_param: 0=memory 1=ports");
module_param(firmware_name, charp, 0444);
module_param_named(io, use_io, bool, S_IRUGO | S_IWUSR);
module_param_array(media, int, &media_count, 0);
module_param_array_named(medium, media, int, NULL, 0);
#ifdef CARD_DEBUG
static unsigned int level = 3;
module_param(level, uint, 0);
#endif
module_param_call(odd, set_odd, get_odd, &odd, 0644);
