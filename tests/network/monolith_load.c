/* SPDX-License-Identifier: GPL-2.0-only */
/* Loads monolithic lwIP out of its shared object. */
#include "monolith.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

static void *find(void *handle, const char *name)
{
    void *function = dlsym(handle, name);

    if (function == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        exit(1);
    }
    return function;
}

void monolith_load(struct monolith *monolith)
{
    void *handle = dlopen(NETWORK_SERVERS "/monolith.so", RTLD_NOW | RTLD_LOCAL);

    if (handle == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        exit(1);
    }
    *(void **)&monolith->start = find(handle, "monolith_start");
    *(void **)&monolith->receive = find(handle, "monolith_receive");
    *(void **)&monolith->tick = find(handle, "monolith_tick");
    *(void **)&monolith->serve_echo = find(handle, "monolith_serve_echo");
    *(void **)&monolith->connect = find(handle, "monolith_connect");
}
