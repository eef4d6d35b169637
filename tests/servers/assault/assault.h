/* SPDX-License-Identifier: GPL-2.0-only */
/* The assault: what its files share. */
#ifndef ASSAULT_H
#define ASSAULT_H

#include "../hostile/attacks.h"
#include "assault.server.h"
#include "runtime.h"

/* One attack, or several alike: `count` lives of the hostile server, the argument larger by `step` in
 * each. */
struct attack_plan {
    const char *name;
    u32 way, argument, count, step;
};

/* What came of one life. */
struct life {
    status loaded;              /* of the constructor, or of what came before it */
    status call;                /* of the attack */
    u32 wrong, tried;
    u32 dead;                   /* it ended by itself */
    u32 served;                 /* bytes that TCP served from the attack's call to the server's end */
    char end[256];              /* why */
};

extern const struct attack_plan plan[];
extern const u32 plan_count;

/* Where the far bystander's memory and code are. */
extern u32 far_data, far_code;

/* Writes a line to the log. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Makes what lives need. */
status lives_begin(void);

/* Loads the hostile server into a domain of its own, lets it attack, ends it if it has not ended,
 * and waits until all it had is released. */
struct life live(u32 way, u32 argument, u32 seed);

/* The same with an answer (Attack.answer()): says what came of it. */
void live_and_answer(const char *name, u32 way);

/* The same with an answer for each handle that there is and that is not the server's own. */
void live_and_answer_foreign(const char *name);

/* Says how many bytes were served in so many lives of an attack. */
void say_served(const char *name, u32 served, u32 lives);

#define LIVES_MAX 400u          /* of one attack, until TCP was served meanwhile */

#endif
