/* SPDX-License-Identifier: GPL-2.0-only */
/* The assault: goes through the plan, and says of each attack what came of it: of one life
 *
 *      assault: NAME: loaded L, call C, wrong W of T, ended: TEXT
 *
 * and of several how many had each outcome. Then it looks whether anybody's memory has changed, and
 * waits until it is told to go on, so that the host can make sure that the system serves it. */
#include "assault.h"

#define PORT        71
#define PRIORITY    4
#define PATIENCE    20000               /* milliseconds; a hang detector */
#define GUARDS      1024u
#define LOOKS       300         /* at how things stand, a millisecond apart */

static struct attacker { u32 unused; } self_attacker;
static struct trigger { u32 unused; } self_trigger;
static Semaphore go;
static u32 guards[GUARDS];              /* of the kernel's domain; nobody writes there */

u32 far_data, far_code;

#define NAME(name) #name,
static const char *const instructions[] = { INSTRUCTIONS(NAME) };

void say(const char *format, ...)
{
    char text[420];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    Log_write(log, text, strlen(text));
}

void trigger_receive(struct trigger *self, Packet packet, u32 offset, u32 length, u32 address, u32 port)
{
    (void)self, (void)offset, (void)length, (void)address, (void)port;
    Packet_release(packet);
    Semaphore_signal(go);
}

void trigger_destroy(struct trigger *self)
{
    (void)self;                         /* it is static */
}

static u32 is_intact(void)
{
    u32 intact = Bystander_isIntact(near) && Bystander_isIntact(far)
        && Bystander_add(near, 1, 2, 3, 4) == 10 && Bystander_add(far, 1, 2, 3, 4) == 10;

    for (u32 i = 0; i < GUARDS; i++)
        intact &= guards[i] == (i ^ 0x600d);
    return intact;
}

static void say_life(const struct attack_plan *attack, const struct life *life)
{
    say("assault: %s: loaded %d, call %d, wrong %u of %u, ended: %s\n", attack->name, life->loaded, life->call,
        life->wrong, life->tried, life->end);
}

/* What many lives came to, and the last text of one that ended. */
struct lives {
    u32 count, ended, failed, carried_out, wrong, tried;
};

static void add(struct lives *lives, const struct life *life)
{
    lives->count++;
    lives->ended += life->dead;
    lives->failed += life->call < 0 && !life->dead;
    lives->carried_out += life->call >= 0 && !life->dead;
    lives->wrong += life->wrong + (life->loaded < 0);
    lives->tried += life->tried;
}

void say_served(const char *name, u32 served, u32 lives)
{
    say("assault: during %s: %u bytes of TCP, %u lives\n", name, served, lives);
}

/* The same attack again, until TCP was served while one went on: most are over in less time than a
 * packet takes. Says so if another life comes to another end. */
static void attack_until_served(const struct attack_plan *attack, const struct life *first)
{
    u32 served = first->served, lives = 1;

    for (; !served && lives < LIVES_MAX; lives++) {
        struct life again = live(attack->way, attack->argument, 1);

        served += again.served;
        if (again.loaded != first->loaded || again.call != first->call || again.wrong != first->wrong
            || again.dead != first->dead)
            say("assault: %s, again: loaded %d, call %d, wrong %u, ended: %s\n", attack->name, again.loaded,
                again.call, again.wrong, again.end);
    }
    say_served(attack->name, served, lives);
}

static void attack_once(const struct attack_plan *attack)
{
    struct life life = live(attack->way, attack->argument, 1);

    say_life(attack, &life);
    attack_until_served(attack, &life);
}

static void say_one_of_many(const struct attack_plan *attack, u32 index, const struct life *life)
{
    if (attack->way == WAY_INSTRUCTION)
        say("assault: instruction %s: call %d, ended: %s\n", instructions[index], life->call, life->end);
    else
        say("assault: %s, %u: call %d, ended: %s\n", attack->name, index, life->call, life->end);
    if (life->loaded < 0 || life->wrong)
        say("assault: %s, %u: loaded %d, wrong %u\n", attack->name, index, life->loaded, life->wrong);
}

static void attack_often(const struct attack_plan *attack)
{
    struct lives lives = { .count = 0 };
    u32 seed = 0, served = 0;

    for (u32 i = 0; i < attack->count; i++) {
        struct life life = live(attack->way, attack->argument + i * attack->step, seed = seed * 69069 + 12345);

        add(&lives, &life);
        served += life.served;
        say_one_of_many(attack, i, &life);
    }
    say("assault: %s: lives %u, ended %u, failed %u, carried out %u, wrong %u of %u\n", attack->name, lives.count,
        lives.ended, lives.failed, lives.carried_out, lives.wrong, lives.tried);
    say_served(attack->name, served, lives.count);
}

/* Says how things are, and waits for the host. */
static status pause(const char *name)
{
    say("assault: after %s: %s\n", name, is_intact() ? "intact" : "changed");
    return Semaphore_wait(go, PATIENCE);
}

/* Traffic goes on meanwhile: a packet that is under way is an object with a reference or two. So the least
 * of many looks counts. */
static void say_usage(const char *when)
{
    u32 references = ~0u, objects = ~0u, i;

    for (i = 0; i < LOOKS; i++) {
        u32 references_now, objects_now;

        Servers_getUsage(servers, &references_now, &objects_now);
        references = references_now < references ? references_now : references;
        objects = objects_now < objects ? objects_now : objects;
        Threads_sleep(threads, 1);
    }
    say("assault: %s: %u references, %u objects, %u bytes free\n", when, references, objects,
        PhysicalMemory_getFree(memory));
}

static status attack_all(void)
{
    status result = OK;

    for (u32 i = 0; i < plan_count && result >= 0; i++) {
        if (plan[i].count == 1)
            attack_once(&plan[i]);
        else
            attack_often(&plan[i]);
        result = pause(plan[i].name);
    }
    return result;
}

static status aim_at_far(void)
{
    static const char *const names[] = { "read another domain", "write another domain", "jump into another domain" };
    const u32 addresses[] = { far_data, far_data, far_code };
    status result = OK;

    for (u32 i = 0; i < 3 && result >= 0; i++) {
        struct attack_plan attack = { names[i], WAY_READ + i, addresses[i], 1, 0 };

        attack_once(&attack);
        result = pause(names[i]);
    }
    return result;
}

static status hear_answers(void)
{
    static const char *const names[] = { "an answer that is too long", "a negative answer", "a forged answer",
                                         "an answer of another type", "a fault instead of an answer",
                                         "a good answer" };
    status result = OK;

    for (u32 i = 0; i < 6 && result >= 0; i++) {
        live_and_answer(names[i], ANSWER_TOO_LONG + i);
        result = pause(names[i]);
    }
    if (result >= 0) {
        live_and_answer_foreign("another's reference as an answer");
        result = pause("another's reference as an answer");
    }
    return result;
}

/* What is made once is made now: stacks for the deepest calls, buffers for blocks, pools
 * for the most references. */
static status warm_up(void)
{
    static const u32 ways[] = { WAY_READ, WAY_FLAGS, WAY_RECURSE, WAY_REFERENCES, WAY_SEMAPHORES, WAY_THREADS };

    for (u32 i = 0; i < sizeof ways / sizeof *ways; i++)
        live(ways[i], 0, 1);
    Bystander_hoard(near);
    return pause("warming up");
}

void attacker_run(struct attacker *self)
{
    status result;

    (void)self;
    result = warm_up();
    say_usage("before");
    if (result >= 0)
        result = attack_all();
    if (result >= 0)
        result = aim_at_far();
    if (result >= 0)
        result = hear_answers();
    say_usage("after");
    say("assault: done, %d\n", result);
}

void attacker_destroy(struct attacker *self)
{
    (void)self;                         /* it is static */
}

status construct(void)
{
    UdpReceiver receiver = trigger_create(&self_trigger);
    Runnable runnable = attacker_create(&self_attacker);
    UdpSocket socket = 0;
    Thread thread = 0;
    status result = lives_begin();

    for (u32 i = 0; i < GUARDS; i++)
        guards[i] = i ^ 0x600d;
    Bystander_getAddresses(far, &far_data, &far_code);
    if (result >= 0)
        result = Threads_createSemaphore(threads, 0, &go);
    if (result >= 0)
        result = Udp_open(udp, PORT, receiver, &socket);
    if (result >= 0)
        result = Threads_create(threads, runnable, PRIORITY, "assault", 7, &thread);
    Thread_release(thread);
    Runnable_release(runnable);
    UdpReceiver_release(receiver);
    return result;
}

void destruct(void)
{
}
