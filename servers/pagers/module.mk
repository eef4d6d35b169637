# SPDX-License-Identifier: GPL-2.0-only
# What the pagers among the servers share.

copy_on_write_SOURCES := servers/pagers/private_pages.c
copy_on_write_CFLAGS := -Iservers/pagers -DSERVER_HEADER='"copy_on_write.server.h"'
demand_zero_SOURCES := servers/pagers/private_pages.c
demand_zero_CFLAGS := -Iservers/pagers -DSERVER_HEADER='"demand_zero.server.h"'
