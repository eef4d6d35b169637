/* SPDX-License-Identifier: GPL-2.0-only */
/* Kills a server again and again under traffic. After each restart it waits until a datagram has
 * come through, so that each life of the server has carried traffic, and then for a moment of
 * a length that varies, so that the end comes anywhere. Its thread has the highest priority and
 * takes the processor from whatever the server does.
 *
 * What the host waits for is so short that no other message can come into its middle; others come
 * when nobody else has anything to say.
 *
 * What the system uses is looked at twice, each time when the traffic has ended: after some
 * restarts, when all that is made once has been made, and at the end. The numbers must agree.
 */
#include "reloader.server.h"
#include "runtime.h"

#define PORT             70
#define PRIORITY         7
#define PATIENCE         20000          /* milliseconds; a hang detector */
#define LIFE             16             /* milliseconds, the longest between a datagram and the end */
#define QUIET            500            /* milliseconds without a datagram */
#define OBJECTS          1000           /* more than there are packets and connections */
#define QUIET_RESTARTS   5
#define FURTHER_RESTARTS 40
#define LOOKS            20             /* at what is used, after each of them */

/* What the system uses; `memory` is the complement of what is free. */
struct usage { u32 references, objects, memory; };

static struct echo { UdpSocket socket; } self_echo;
static struct killer { u32 warm, count; } self_killer;

static Semaphore arrived;               /* a datagram has come while somebody waited */
static u32 waiting;
static u32 datagrams;
static u32 ended;                       /* the host has said that the traffic is over */

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void say(const char *format, ...)
{
    char text[200];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    Log_write(log, text, strlen(text));
}

void echo_receive(struct echo *self, Packet packet, u32 offset, u32 length, u32 address, u32 port)
{
    datagrams++;
    if (length == 1)
        ended = 1;
    UdpSocket_send(self->socket, packet, offset, length, address, port);
    if (waiting)
        Semaphore_signal(arrived);
    waiting = 0;
}

void echo_destroy(struct echo *self)
{
    (void)self;                         /* it is static */
}

static status wait_for_datagram(void)
{
    while (Semaphore_wait(arrived, 0) >= 0)
        ;                               /* of an earlier wait that was over before */
    waiting = 1;
    return Semaphore_wait(arrived, PATIENCE);
}

static status wait_for_restart(u32 restarts)
{
    for (u32 i = 0; i < PATIENCE; i++) {
        if (Supervised_getRestarts(victim) == restarts)
            return OK;
        Threads_sleep(threads, 1);
    }
    return E_TIMEDOUT;
}

/* Ends the server `count` times. Says what went wrong, if something did. */
static status kill_often(u32 count)
{
    u32 restarts = Supervised_getRestarts(victim);

    for (u32 i = 1; i <= count; i++) {
        status result = wait_for_datagram();

        if (result < 0) {
            say("reload: failed: no datagram after %u restarts: %d\n", restarts, result);
            return result;
        }
        Threads_sleep(threads, i * 7 % LIFE);
        result = Supervised_kill(victim);
        if (result >= 0)
            result = wait_for_restart(++restarts);
        if (result < 0) {
            say("reload: failed: kill %u of %u: %d\n", i, count, result);
            return result;
        }
    }
    return wait_for_datagram();
}

/* Waits until the host has said that the traffic is over, and no datagram comes any more. */
static status wait_for_quiet(void)
{
    u32 seen;

    for (u32 i = 0; !ended; i++) {
        if (i == PATIENCE * 3)
            return E_TIMEDOUT;
        Threads_sleep(threads, 1);
    }
    do {
        seen = datagrams;
        Threads_sleep(threads, QUIET);
    } while (seen != datagrams);
    ended = 0;
    return OK;
}

static status restart_in_quiet(void)
{
    u32 restarts = Supervised_getRestarts(victim);
    status result = Supervised_kill(victim);

    if (result >= 0)
        result = wait_for_restart(restarts + 1);
    Threads_sleep(threads, QUIET);
    return result;
}

static u32 lesser(u32 a, u32 b)
{
    return a < b ? a : b;
}

static void look(struct usage *least)
{
    u32 references, objects;

    Servers_getUsage(servers, &references, &objects);
    least->references = lesser(least->references, references);
    least->objects = lesser(least->objects, objects);
    least->memory = lesser(least->memory, ~PhysicalMemory_getFree(memory));
}

static int is_more(const struct usage *a, const struct usage *b)
{
    return a->references > b->references || a->objects > b->objects || a->memory > b->memory;
}

static void restart_and_look(struct usage *least)
{
    if (restart_in_quiet() < 0)
        say("reload: failed: a kill without traffic\n");
    for (u32 i = 0; i < LOOKS; i++) {
        look(least);
        Threads_sleep(threads, 7);
    }
}

/* The least of many looks, after some restarts without traffic: a call that is under way when this
 * thread takes the processor holds references, and how many stacks a new driver has needed so
 * far depends on who met whom in it. Where that comes out above `before`, it gets more chances;
 * what is lost does not come back by them. */
static struct usage say_usage(const char *when, const struct usage *before)
{
    struct usage least = { ~0u, ~0u, ~0u };
    u32 restarts = Supervised_getRestarts(victim);

    for (u32 i = 0; i < QUIET_RESTARTS; i++)
        restart_and_look(&least);
    for (u32 i = 0; before && is_more(&least, before) && i < FURTHER_RESTARTS; i++)
        restart_and_look(&least);
    say("reload: %s %u restarts: %u references, %u objects, %u bytes free\n", when, restarts,
        least.references, least.objects, ~least.memory);
    return least;
}

/* The kernel keeps the memory of objects for other objects. It has as much of that from here on as
 * the traffic will need at most, so that a moment with more objects than ever is no loss. */
static void make_many_objects(void)
{
    static Semaphore semaphores[OBJECTS];

    for (u32 i = 0; i < OBJECTS; i++)
        Threads_createSemaphore(threads, 0, &semaphores[i]);
    for (u32 i = 0; i < OBJECTS; i++)
        Semaphore_release(semaphores[i]);
}

static status run_phase(u32 count)
{
    status result;

    say("reload: start\n");
    result = kill_often(count);
    if (result < 0)
        return result;
    say("reload: quiet\n");
    result = wait_for_quiet();
    if (result < 0)
        say("reload: failed: the host did not say that the traffic is over: %d\n", result);
    return result;
}

void killer_run(struct killer *self)
{
    struct usage before;
    status result;

    make_many_objects();
    result = run_phase(self->warm);
    if (result >= 0) {
        before = say_usage("before", 0);
        result = run_phase(self->count);
    }
    if (result >= 0)
        say_usage("after", &before);
    say("reload: done\n");
}

void killer_destroy(struct killer *self)
{
    (void)self;                         /* it is static */
}

static u32 read_number(const char *name)
{
    char text[8];
    i32 length = Settings_get(settings, name, strlen(name), 0, text, sizeof text);
    u32 number = 0;

    for (i32 i = 0; i < length; i++)
        number = number * 10 + text[i] - '0';
    return number;
}

status construct(void)
{
    UdpReceiver receiver = echo_create(&self_echo);
    Runnable runnable = killer_create(&self_killer);
    Thread thread = 0;
    status result;

    self_killer.warm = read_number("warm");
    self_killer.count = read_number("count");
    result = Threads_createSemaphore(threads, 0, &arrived);
    if (result >= 0)
        result = Udp_open(udp, PORT, receiver, &self_echo.socket);
    if (result >= 0)
        result = Threads_create(threads, runnable, PRIORITY, "killer", 6, &thread);
    Thread_release(thread);
    Runnable_release(runnable);
    UdpReceiver_release(receiver);
    return result;
}

void destruct(void)
{
}
