/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of the loader share. */
#ifndef LOADER_H
#define LOADER_H

#include "loader.server.h"
#include "runtime.h"
#include "parse.h"

/* A server that is up. The loader holds it as long as the system runs. */
struct server {
    struct server *next;
    struct span name;
    Server reference;
};

/* Objects that the kernel's catalog opened when the loader started. */
extern Servers kernel_servers;
extern Log kernel_log;

/* loader.c: the server of that name, or null. */
struct server *find_server(struct span name);

/* wire.c: supplies each reference that `server` requires, in order: the arguments of the
 * declaration, and the settings between its braces. `settings` receives the object made
 * for those, or null; the caller owns the reference. A failure has been reported. */
status wire_server(const struct declaration *declaration, Server server, Settings *settings);

/* settings.c: a Settings object for the braces of a declaration, whose text has to stay;
 * null when memory is short. The caller owns the reference. */
Settings settings_make(const struct declaration *declaration);

/* The first setting that nobody has read, or null. */
const struct setting *settings_find_unread(Settings settings);

/* report.c: writes a line to the kernel's log. */
void report(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Writes "system:LINE:COLUMN: " and the message, and quotes the line. Returns E_INVAL. */
status refuse(const char *place, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The description that is being read; refuse() finds lines in it. */
extern struct parser parser;

/* status_name.c: "E_NOENT" for -2; "?" for a number that has no name. */
const char *status_name(status number);

#endif
