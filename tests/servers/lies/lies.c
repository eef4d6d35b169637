/* SPDX-License-Identifier: GPL-2.0-only */
/* The trial of the liar: for each lie, and for pager and client in the kernel's domain and in user
 * mode, both are loaded, the client maps the pager and touches a page, and a line says
 *
 *      lies: LIE, pager in D, client in D: map M, call C, value V, faults F, client: TEXT, pager: TEXT
 *
 * with the texts of those that ended (where there is a copy on write in between, a line before says how
 * the server ended that makes it). Then both are unloaded, and what is in use is compared. */
#include "lies.server.h"
#include "../liar/lies.h"
#include "runtime.h"

#define PATIENCE 10000                  /* milliseconds; a hang detector */

/* A server that was loaded, and its root. */
struct loaded {
    Server server;
    Any root;
    char end[256];
};

#define NAME(name) #name,
static const char *const names[] = { LIES(NAME) };

static struct killer { Server victim; } self_killer;
static struct end { u32 unused; } self_end;
static Semaphore ended;

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void say(const char *format, ...)
{
    char text[500];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    Log_write(log, text, strlen(text));
}

void killer_run(struct killer *self)
{
    Server_kill(self->victim);
}

void killer_destroy(struct killer *self)
{
    (void)self;                         /* it is static */
}

void end_run(struct end *self)
{
    (void)self;
    Semaphore_signal(ended);
}

void end_destroy(struct end *self)
{
    (void)self;                         /* it is static */
}

static status load(struct loaded *loaded, Memory file, const char *name, u32 isolated, const Any *required,
                   u32 count, const char *interface)
{
    Domain domain = 0;
    status result = OK;

    *loaded = (struct loaded){ .server = 0 };
    if (isolated)
        result = Servers_createDomain(servers, name, strlen(name), 0, &domain);
    if (result >= 0)
        result = Servers_load(servers, file, name, strlen(name), domain, 0, &loaded->server);
    Domain_release(domain);
    for (u32 i = 0; i < count && result >= 0; i++)
        result = Server_bind(loaded->server, i, required[i]);
    if (result >= 0)
        result = Server_start(loaded->server);
    if (result >= 0)
        result = Server_getRoot(loaded->server, interface, strlen(interface), &loaded->root);
    return result;
}

/* Unloads it; if it has ended, after all that it had is released. */
static void unload(struct loaded *loaded)
{
    Runnable handler = end_create(&self_end);
    i32 length = loaded->server ? Server_getEnd(loaded->server, loaded->end, 255) : 0;

    loaded->end[length > 0 ? length : 0] = 0;
    Any_release(loaded->root);
    if (length > 0) {
        Server_setEndHandler(loaded->server, handler);
        if (Semaphore_wait(ended, PATIENCE) < 0)
            say("lies: failed: a server that ended is not gone after %u ms\n", PATIENCE);
    }
    Server_release(loaded->server);
    Runnable_release(handler);
}

static Runnable make_meanwhile(u32 lie, Mapper mapper)
{
    Runnable runnable = 0;

    if (lie == LIE_lets_it_be_unmapped)
        Mapper_getUnmapper(mapper, &runnable);
    else if (lie == LIE_lets_the_client_be_killed)
        runnable = killer_create(&self_killer);
    return runnable;
}

/* What a trial came to. */
struct verdict {
    status map, call;
    u32 value, second, faults;
};

static void touch(u32 lie, Mapper mapper, struct loaded *liar, struct verdict *verdict)
{
    verdict->value = verdict->second = 0x1234;
    if (lie == LIE_is_gone) {           /* nobody else has it */
        Any_release(liar->root);
        Server_release(liar->server);
        liar->root = 0;
        liar->server = 0;
    }
    if (lie == LIE_slow)
        verdict->call = Mapper_touchAtOnce(mapper, 1, &verdict->value, &verdict->second);
    else
        verdict->call = Mapper_touch(mapper, 1, lie == LIE_gives_a_read_only_page || lie == LIE_honest
                                     || lie == LIE_shrinks,
                                     &verdict->value);
}

/* Replaces the pager by a copy on write of it, by a server of its own in the client's kind of place. */
static status copy(struct loaded *copier, u32 isolated, Pager *pager)
{
    const Any needs[] = { (Any)memory };
    Pager source = *pager;
    status result = load(copier, copier_file, "copier", isolated, needs, 1, "CopyOnWrite");

    *pager = 0;
    if (result >= 0)
        result = CopyOnWrite_copyPager((CopyOnWrite)copier->root, source, pager);
    Pager_release(source);
    return result;
}

static struct verdict try(u32 lie, struct loaded *liar, struct loaded *client, u32 client_isolated)
{
    Mapper mapper = (Mapper)client->root;
    Runnable meanwhile = make_meanwhile(lie, mapper);
    struct verdict verdict = { .call = OK };
    struct loaded copier = { .server = 0 };
    Pager pager = 0;

    self_killer.victim = client->server;
    verdict.map = Liar_create((Liar)liar->root, lie, meanwhile, &pager);
    if (verdict.map >= 0 && lie == LIE_shrinks)
        verdict.map = copy(&copier, client_isolated, &pager);
    if (verdict.map >= 0)
        verdict.map = Mapper_map(mapper, pager);
    Pager_release(pager);
    if (verdict.map >= 0)
        touch(lie, mapper, liar, &verdict);
    verdict.faults = liar->root ? Liar_getFaults((Liar)liar->root) : 0;
    if (verdict.map >= 0 && verdict.call >= 0)
        verdict.map = Mapper_unmap(mapper);
    Runnable_release(meanwhile);
    if (lie == LIE_shrinks) {
        unload(&copier);
        say("lies: %s, copied in %s: copier: %s\n", names[lie], client_isolated ? "user" : "kernel",
            copier.end);
    }
    return verdict;
}

static void try_placement(u32 lie, u32 liar_isolated, u32 client_isolated)
{
    const Any liar_needs[] = { (Any)memory, (Any)threads, (Any)log }, client_needs[] = { (Any)threads };
    struct loaded liar, client;
    struct verdict verdict = { .map = load(&liar, liar_file, "liar", liar_isolated, liar_needs, 3, "Liar") };

    if (verdict.map >= 0)
        verdict.map = load(&client, mapper_file, "client", client_isolated, client_needs, 1, "Mapper");
    if (verdict.map < 0) {
        say("lies: failed: %s: loading: %d\n", names[lie], verdict.map);
        return;
    }
    verdict = try(lie, &liar, &client, client_isolated);
    unload(&client);
    unload(&liar);
    say("lies: %s, pager in %s, client in %s: map %d, call %d, value %x %x, faults %u, client: %s; pager: %s\n",
        names[lie], liar_isolated ? "user" : "kernel", client_isolated ? "user" : "kernel", verdict.map,
        verdict.call, verdict.value, verdict.second, verdict.faults, client.end, liar.end);
}

/* What a server of the kernel's domain cannot do without taking the kernel along, or what cannot be
 * done to it. */
static u32 is_possible(u32 lie, u32 liar_isolated, u32 client_isolated)
{
    return !(lie == LIE_dies && !liar_isolated) && !(lie == LIE_lets_the_client_be_killed && !client_isolated);
}

static void try_all(void)
{
    for (u32 lie = 0; lie < LIE_COUNT; lie++)
        for (u32 placement = 0; placement < 4; placement++)
            if (is_possible(lie, placement & 2, placement & 1))
                try_placement(lie, placement & 2, placement & 1);
}

static void say_usage(const char *when)
{
    u32 references, objects;

    Servers_getUsage(servers, &references, &objects);
    say("lies: %s: %u references, %u objects, %u bytes free\n", when, references, objects,
        PhysicalMemory_getFree(memory));
}

status construct(void)
{
    status result = Threads_createSemaphore(threads, 0, &ended);

    if (result < 0)
        return result;
    try_all();                          /* what is made once is made now */
    say_usage("before");
    try_all();
    say_usage("after");
    say("lies: done\n");
    return OK;
}

void destruct(void)
{
}
