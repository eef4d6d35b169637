/* SPDX-License-Identifier: GPL-2.0-only */
/* Forced in front of servers/runtime/ in host tests, so that its functions live beside those
 * of the C library that they are compared with. */
#define memcpy runtime_memcpy
#define memmove runtime_memmove
#define memset runtime_memset
#define memcmp runtime_memcmp
#define memchr runtime_memchr
#define strlen runtime_strlen
#define strcmp runtime_strcmp
#define strncmp runtime_strncmp
#define snprintf runtime_snprintf
#define vsnprintf runtime_vsnprintf
