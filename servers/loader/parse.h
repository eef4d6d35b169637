/* SPDX-License-Identifier: GPL-2.0-only */
/* The parser of system descriptions: syntax only, no names are looked up here.
 *
 *     description = { [ server | domain | placement ] [ comment ] end-of-line }
 *     server      = name "=" file "(" [ argument { "," argument } ] ")" [ "in" domain ] flags [ settings ]
 *     argument    = "-" | name [ "(" text ")" ] | name "." name [ "(" text ")" ]
 *     flags       = { "trace" | "restart" }
 *     settings    = "{" { [ name [ "=" ] value ] [ comment ] ( ";" | end-of-line ) } "}"
 *     domain      = "domain" name [ settings ]
 *     placement   = "placement" name "{" { [ entry ] [ comment ] ( ";" | end-of-line ) } "}"
 *     entry       = name "in" domain flags
 *     comment     = "#" text
 *
 * A line stays one, except that braces may run over several. The last `;` or line's end before
 * a brace may be left out. The text comes from outside: it may hold any bytes and need not end
 * in a zero or a newline. Nothing is allocated; all results point into the text.
 */
#ifndef LOADER_PARSE_H
#define LOADER_PARSE_H

#include "signature.h"

/* Limits, those of the interfaces that the words are handed to. */
#define PARSE_ARGUMENTS_MAX SIGNATURE_REQUIRED_MAX
#define PARSE_NAME_MAX      SIGNATURE_NAME_MAX
#define PARSE_OBJECT_MAX    127         /* Catalog.open() */
#define PARSE_VALUE_MAX     255         /* Settings.get() */
#define PARSE_SETTINGS_MAX  64

struct span {
    const char *start;                  /* null: not there */
    u32 length;
};

struct argument {
    struct span whole;                  /* as written, for messages */
    struct span server;                 /* before the dot; not there without one */
    struct span object;                 /* `device(10ec:8139)`, `memory`; not there for `-` */
};

struct setting {
    struct span name;
    struct span value;
};

/* What a line says, or an entry of a placement. Only `name` is there in all kinds. */
struct declaration {
    struct span name;                   /* of the server, domain or placement */
    struct span file;
    struct span domain;                 /* not there: the loader chooses */
    u32 trace, restart;                 /* 1: the word is there */
    const char *closing;                /* the closing parenthesis, where a missing reference is reported */
    u32 argument_count;
    struct argument arguments[PARSE_ARGUMENTS_MAX];
    u32 braces;                         /* 1: there are braces, if only empty ones */
    u32 setting_count;
    struct setting settings[PARSE_SETTINGS_MAX];
};

struct parser {
    const char *text, *end;
    const char *at;                     /* text <= at <= end */
    const char *place;                  /* after an error: where */
    u32 in_placement;                   /* 1: between the braces of a placement */
    char error[120];                    /* after an error: "what, expected what" */
};

void parse_start(struct parser *parser, const char *text, u32 length);

/* What parse_next() found. */
enum parsed {
    PARSED_END,                         /* the text is at its end */
    PARSED_SERVER,
    PARSED_DOMAIN,                      /* `name` and `settings` */
    PARSED_PLACEMENT,                   /* `name`; its entries come next */
    PARSED_ENTRY,                       /* `name` (of a server), `domain` and flags */
};

/* Reads what comes next: an enum parsed, with `declaration` filled, or E_INVAL: a mistake,
 * told in parser->error and parser->place. Do not go on after one. */
status parse_next(struct parser *parser, struct declaration *declaration);

/* Goes back to where a declaration's name stands, to read that one again. */
void parse_again(struct parser *parser, const char *name);

/* Line and column, both from 1, of a place in the text. A tab is one column. */
void parse_locate(const struct parser *parser, const char *place, u32 *line, u32 *column);

/* The whole line that holds the place, without its end. */
struct span parse_line_of(const struct parser *parser, const char *place);

/* 1 if both hold the same bytes. */
int span_equals(struct span span, const char *text, u32 length);

#endif
