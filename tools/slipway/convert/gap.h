/* SPDX-License-Identifier: GPL-2.0-only */
/* The gap check: what a converted driver uses that linuxcompat lacks, found before any link
 * by compiling the driver and comparing symbols. */
#ifndef SLIPWAY_CONVERT_GAP_H
#define SLIPWAY_CONVERT_GAP_H

#include "base/run.h"
#include "convert/conversion.h"

struct gap {
    char *symbol;               /* "netif_foo", "struct foo", "struct foo.member", "<linux/foo.h>" */
    char *file;                 /* where the driver uses it first */
    unsigned line;              /* of the converted file; 0: by way of a header */
    char *defined_in;           /* the file of Linux's that defines it, or null */
};

/* The gaps of a conversion, each symbol once, and what else went wrong. */
struct gaps {
    struct gap *gap;
    size_t count;
    size_t followers;           /* errors of the compiler that only follow from gaps */
    bool checked;               /* the check could be made */
    size_t stubs;               /* declared stubs that stand in for a symbol */
};

/* How ported code is compiled: what `make port-flags` prints. */
struct port_flags {
    struct names compiler;      /* the compiler and its flags */
    struct names libraries;     /* archives, objects that a port is linked with */
};

/* Adds a gap unless the symbol is known as one. Looks up which file of Linux's defines it. */
void gap_add(struct gaps *gaps, const struct conversion *conversion, const char *symbol, const char *file,
             unsigned line);

/* Finds all gaps. Reports what is no gap but wrong all the same: code that does not compile
 * for another reason, stubs that nobody needs. Stores whether there was such a thing in
 * `good`. Returns an enum outcome: UNPREPARED if nothing could be compiled at all. */
int gaps_find(struct gaps *gaps, struct conversion *conversion, bool dry_run, bool *good);

/* Parts of gaps_find(), each in its file. */

/* compile.c: compiles a converted source to `object`, adds what its headers lack. Returns
 * whether there is an object; reports errors that are not explained by gaps. */
bool gaps_of_source(struct gaps *gaps, const struct conversion *conversion, const struct port_flags *flags,
                    const struct converted_file *file, const char *object, bool dry_run, bool *good);
/* compile.c: the command that compiles a C file of the conversion. */
void compile_command(struct command *command, const struct conversion *conversion,
                     const struct port_flags *flags, const char *source, const char *object);
/* declared.c: what the headers of a converted source come to, with their macros, without
 * what stands in converted files; the caller frees it. */
char *preprocessed_headers(const struct conversion *conversion, const struct port_flags *flags,
                           const struct converted_file *file, size_t *size);
/* declared.c: functions that a source which does not compile calls, that a header declares, and
 * that neither a header nor a converted file nor a library defines. */
bool gaps_of_declared(struct gaps *gaps, const struct conversion *conversion, const struct port_flags *flags,
                      const struct converted_file *file);
/* diagnostics.c: what one error of the compiler says is missing. `line` is the text of the
 * line that it points at. Null if it says nothing of the kind; the caller frees it. */
char *missing_symbol(const char *message, const char *line);
/* headers.c: the headers that a source includes and that are nowhere; makes empty ones for
 * them in the conversion's folder "missing", so that compiling goes on. */
bool gaps_of_headers(struct gaps *gaps, const struct conversion *conversion, const struct port_flags *flags,
                     const struct converted_file *file);
/* symbols.c: undefined symbols of the objects that neither they nor the libraries define. */
bool undefined_symbols(const struct names *objects, const struct names *libraries, struct names *symbols);
/* symbols.c: all symbols that a file defines. */
bool defined_symbols(const struct names *files, struct names *symbols);
/* stubs.c: writes stubs.c and stubs.h of a port, if its manifest declares stubs. */
bool stubs_write(const struct conversion *conversion);

#endif
