/* SPDX-License-Identifier: GPL-2.0-only */
/* The words and signs of system descriptions, below the parser.
 *
 * parser->at only moves forward and never past parser->end, and a byte is looked at only
 * through scan_peek(). What returns a status returns 0, or E_INVAL with parser->error and
 * parser->place set.
 */
#ifndef LOADER_SCAN_H
#define LOADER_SCAN_H

#include "parse.h"

#define SCAN_END (-1)

/* The byte at `at`, 0 to 255, or SCAN_END. */
int scan_peek(const struct parser *parser);

/* Kinds of bytes; SCAN_END is none of them. */
int scan_is_name_byte(int byte);
int scan_is_blank(int byte);
int scan_is_printable(int byte);

/* Skips blanks. */
void scan_skip_blanks(struct parser *parser);

/* Skips blanks and a comment; afterwards `at` is at a word, a sign or the line's end. */
void scan_skip(struct parser *parser);

/* Skips to the next word or sign, and takes it: `sign`, or a name. */
status scan_sign(struct parser *parser, char sign, const char *expected);
status scan_name(struct parser *parser, struct span *name, const char *expected);

/* 1 if the word at `at`, which it then takes, is `word`. */
int scan_word(struct parser *parser, const char *word);

/* Reports what stands at `at`, or `found` at a place, and what should. Returns E_INVAL. */
status scan_fail(struct parser *parser, const char *expected);
status scan_fail_at(struct parser *parser, const char *place, const char *found, const char *expected);

/* Reports that there are more than `limit` of something. Returns E_INVAL. */
status scan_fail_limit(struct parser *parser, const char *place, const char *what, u32 limit);

#endif
