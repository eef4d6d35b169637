/* SPDX-License-Identifier: GPL-2.0-only */
/* What scanner and parser share. */
#ifndef INTERFACE_COMPILER_PARSE_H
#define INTERFACE_COMPILER_PARSE_H

#include "model.h"

/* The scanner's place in the file, and the token to begin with (0 once it was given). */
struct scan {
    struct location location;
    int start_token;
};

/* What the parser made of the file. */
struct parse {
    struct interface *interface;
    struct server *server;
};

/* Runs the parser over a file. Returns 0, or 1 after a syntax error. */
int scan_parse(const struct source *source, struct parse *parse, int start_token);

#endif
