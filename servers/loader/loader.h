/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of the loader share. */
#ifndef LOADER_H
#define LOADER_H

#include "loader.server.h"
#include "runtime.h"
#include "parse.h"
#include "sha256.h"

/* A domain other than the kernel's that the description mentions. */
struct domain {
    struct domain *next;
    struct span name;
    const char *declared;               /* its name in its own `domain` line; null: it has none */
    u32 budget;                         /* milliseconds, 0: any */
    u32 used;                           /* 1: a server's line or a placement puts a server there */
    Domain reference;                   /* null: not made yet */
};

enum server_state {
    SERVER_DECLARED,                    /* its line has not been carried out yet */
    SERVER_UP,
    SERVER_DOWN,                        /* it has ended */
};

/* What the kernel runs when the server has ended. */
struct end_handler {
    volatile u32 has_run;               /* the supervisor sets it back */
};

/* A server file, copied from its boot module so that nobody can change it. */
struct file {
    struct span name;
    Memory memory;                      /* null: not open */
    u32 size;
    u8 digest[SHA256_SIZE];
};

/* A server of the description. It stays as long as the system runs. */
struct server {
    struct server *next;                /* in the order of lines */
    struct span name;                   /* where its line begins */
    struct file file;                   /* stays open for the sake of restarts */
    struct domain *domain;              /* null: the kernel's */
    u32 trace, restart;                 /* the words of its line, or of the placement's entry */
    u32 placed;                         /* the number of the last placement that has an entry for it */
    enum server_state state;
    Server reference;                   /* null unless it is up; changes under `reference_lock` */
    u32 restarts;
    u32 attempts;                       /* to load it again, since it ended */
    u32 due;                            /* when the next attempt is, in milliseconds */
    u32 up_since;                       /* milliseconds; 0: since the system started */
    u32 short_lives;                    /* that ended in a row, by no wish of another's */
    u32 killed;                         /* somebody wished it to end */
    struct end_handler end_handler;
};

/* The servers of the description, and the domains. */
extern struct server *servers;
extern struct domain *domains;

/* Objects that the kernel's catalog opened when the loader started. */
extern Servers kernel_servers;
extern Log kernel_log;
extern PhysicalMemory kernel_memory;

/* Whether to tell where servers lie: there is a boot module `map`. */
extern u32 map_wanted;

/* The description; refuse() finds lines in it. */
extern struct parser parser;

/* What parse_next() found last. One is enough, and it is large for a stack. */
extern struct declaration declaration;

/* The kernel's object of that name. The caller owns the reference. */
status open_kernel_object(const char *name, Any *object);

static inline u32 span_is_white(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

/* plan.c: reads the whole description into `servers` and `domains`, with the placement of that
 * name applied (not there: none), and checks names. A failure has been reported. */
status plan_make(struct span placement);

/* The server of that name; with find_server() only one that is up or down. Or null. */
struct server *find_declared(struct span name);
struct server *find_server(struct span name);

/* placement.c: the entries of placements. plan_make() calls these for each placement, for each
 * entry, and at the end for the one that applies. A failure has been reported. */
status placement_add(struct span name);
status placement_check_choice(struct span choice);
status placement_apply(struct span choice);

/* tracing.c: has the servers traced that the boot module `trace` names, separated by white space. Refuses a name that is
 * none, and a system of which nothing is traced. A failure has been reported. */
status tracing_choose(struct span names);

/* domain.c: finds or adds the domain of that name; null, the kernel's domain, for `kernel`. */
status domain_find(struct span name, struct domain **domain);

/* Takes a `domain` line. A failure has been reported. */
status domain_declare(void);

/* Refuses settings of a domain where no server would ever be. */
status domain_check_used(void);

/* Loads a server file into the server's domain, which is made if it is not there or has ended. */
status domain_load(const struct server *server, Memory file, Server *reference);

/* file.c: opens the boot module called like file->name, with or without `.server`. */
status file_open(struct file *file);

/* Gives the copy up. */
void file_close(struct file *file);

/* start.c: opens a server's file, and loads, wires and starts the server, whose line is then in
 * `declaration`. A failure has been reported. */
status server_start_first(struct server *server);

/* Does the same from the file that is open already: dependents then find the interfaces that they
 * were wired with. */
status server_start(struct server *server);

/* wire.c: supplies each reference that `server` requires, in order: the arguments of the
 * declaration, and the settings between its braces. `settings` receives the object made
 * for those, or null; the caller owns the reference. A failure has been reported. */
status wire_server(const struct declaration *declaration, Server server, Settings *settings);

/* Tells a server that was wired by `declaration` of the new server called `supplier`, for each
 * reference that it had from there, through its root that implements Dependent. Reports failures. */
void wire_again(const struct declaration *declaration, Server server, struct span supplier);

/* settings.c: a Settings object for the braces of a declaration, whose text has to stay;
 * null when memory is short. The caller owns the reference. */
Settings settings_make(const struct declaration *declaration);

/* The first setting that nobody has read, or null. */
const struct setting *settings_find_unread(Settings settings);

/* supervise.c: what supervision needs, before any server is started. */
status supervise_prepare(void);

/* From here on the end of that server is noticed; `reference` is about to become its own. */
status supervise(struct server *server, Server reference);

/* Starts the thread that waits for the end of servers, if there is one to supervise. */
status supervise_start(void);

/* Opens `server(NAME)` for who holds the loader's part of the description: a reference to
 * interface Supervised. E_NOENT if there is no such server, E_INVAL for other texts. */
status supervise_open(struct span object, Any *reference);

/* Makes `reference`, or null, the server's own, which the caller gives away, and gives up the
 * old one. */
void server_set_reference(struct server *server, Server reference);

/* report.c: writes a line to the kernel's log. */
void report(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Writes "system:LINE:COLUMN: " and the message, and quotes the line. Returns E_INVAL. */
status refuse(const char *place, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* status_name.c: "E_NOENT" for -2; "?" for a number that has no name. */
const char *status_name(status number);

#endif
