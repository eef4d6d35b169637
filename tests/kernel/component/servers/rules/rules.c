/* SPDX-License-Identifier: GPL-2.0-only */
/* Start, TAP, and what all tests need. The results leave by the kernel's log, the end by
 * QEMU's isa-debug-exit. */
#include "rules.h"

#include "port_io.h"

#define EXIT_PORT   0xf4
#define EXIT_PASSED 16          /* QEMU exits with 2 * 16 + 1 */
#define EXIT_FAILED 17

Servers servers;
Threads threads;
Time time;
PhysicalMemory memory;

static Log log;
static u32 checks, failures;

static void print(const char *text)
{
    Log_write(log, text, strlen(text));
}

static void print_list(const char *prefix, const char *format, va_list arguments)
{
    char text[300];

    vsnprintf(text, sizeof text, format, arguments);
    print(prefix);
    print(text);
    print("\n");
}

void note(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    print_list("# ", format, arguments);
    va_end(arguments);
}

void ok(u32 condition, const char *format, ...)
{
    char prefix[32];
    va_list arguments;

    snprintf(prefix, sizeof prefix, "%sok %u - ", condition ? "" : "not ", ++checks);
    failures += !condition;
    va_start(arguments, format);
    print_list(prefix, format, arguments);
    va_end(arguments);
}

u32 is_in_user_mode(void)
{
    return (u32)__builtin_frame_address(0) < 0x80000000;
}

static void finish(void)
{
    static const char name[] = "ports(0xf4-0xf4)";
    Any ports = 0;
    char plan[32];

    snprintf(plan, sizeof plan, "1..%u\n", checks);
    print(plan);
    if (Catalog_open(kernel, name, sizeof name - 1, &ports) == OK
        && Component_enablePorts(component, (IoPorts)ports) == OK)
        port_write8(EXIT_PORT, failures ? EXIT_FAILED : EXIT_PASSED);
}

void bail_out(const char *what, status result)
{
    char text[256];
    i32 length = Servers_getError(servers, text, sizeof text - 1);

    text[length < 0 ? 0 : length] = 0;
    note("Bail out! %s: %d, %s", what, result, text);
    failures++;
    finish();
    for (;;)
        ;
}

Any open(const char *name)
{
    Any object = 0;
    status result = Catalog_open(kernel, name, strlen(name), &object);

    if (result < 0)
        bail_out(name, result);
    return object;
}

/* Which domain the next server is loaded into, null for the kernel's: a new one of its own if
 * there is a boot module `each`, the same one for all if there is one called `together`. */
Domain placement(const char *name)
{
    static Domain shared;
    Domain domain = 0;
    Any module = 0;

    if (Catalog_open(kernel, "module(each)", 12, &module) == OK)
        Servers_createDomain(servers, name, strlen(name), 0, &domain);
    else if (shared)
        domain = Domain_duplicate(shared);
    else if (Catalog_open(kernel, "module(together)", 16, &module) == OK
             && Servers_createDomain(servers, "together", 8, 0, &shared) == OK)
        domain = Domain_duplicate(shared);
    Any_release(module);
    return domain;
}

Server load(const char *name)
{
    Domain domain = placement(name);
    char module[64];
    Memory file;
    Server server = 0;
    status result;

    snprintf(module, sizeof module, "module(%s)", name);
    file = (Memory)open(module);
    result = Servers_load(servers, file, name, strlen(name), domain, 0, &server);
    Memory_release(file);
    Domain_release(domain);
    if (result < 0)
        bail_out(name, result);
    return server;
}

void start(Server server)
{
    status result = Server_start(server);

    if (result < 0)
        bail_out("start", result);
}

Server bring_up(const char *name)
{
    Server server = load(name);

    start(server);
    return server;
}

Any root(Server server, const char *interface)
{
    Any object = 0;
    status result = Server_getRoot(server, interface, strlen(interface), &object);

    if (result < 0)
        bail_out(interface, result);
    return object;
}

u32 error_says(const char *text)
{
    char error[256];
    i32 length = Servers_getError(servers, error, sizeof error - 1);
    u32 i;

    error[length < 0 ? 0 : length] = 0;
    for (i = 0; error[i]; i++)
        if (!strncmp(error + i, text, strlen(text)))
            return 1;
    note("the error is: %s", error);
    return 0;
}

void spend(u32 milliseconds)
{
    u32 begin = Time_getMilliseconds(time);

    while (Time_getMilliseconds(time) - begin < milliseconds)
        ;
}

void worker_run(struct worker *self)
{
    self->run(self);
}

void worker_destroy(struct worker *self)
{
    spend(self->lasts);
    self->destroyed++;
}

Thread begin(struct worker *worker, u32 priority)
{
    Runnable runnable = worker_create(worker);
    Thread thread = 0;
    status result = Threads_create(threads, runnable, priority, "worker", 6, &thread);

    Runnable_release(runnable);
    if (result < 0)
        bail_out("Threads.create", result);
    return thread;
}

void join(Thread thread)
{
    status result = Thread_join(thread, 60000);

    if (result < 0)
        bail_out("Thread.join", result);
    Thread_release(thread);
}

/* Whether there is such a boot module. */
static u32 has_module(const char *name)
{
    char module[64];
    Any object = 0;

    snprintf(module, sizeof module, "module(%s)", name);
    if (Catalog_open(kernel, module, strlen(module), &object) < 0)
        return 0;
    Component_release(component, (u32)object);
    return 1;
}

static void test_rules(void)
{
    test_calls();
    test_binding();
    test_references();
    test_concurrency();
    test_failing();
    test_unloading();
    test_crossing();
}

/* What no server in the kernel's domain may do: it names a place that is not there. */
static void name_no_place(void)
{
    static const char name[] = "log";

    Catalog_open(kernel, name, sizeof name - 1, (Any *)4);
}

static void test_endings(void)
{
    test_ending();
    test_charged();
    test_reloading();
    test_meddling();
}

status construct(void)
{
    log = (Log)open("log");
    servers = (Servers)open("servers");
    threads = (Threads)open("threads");
    time = (Time)open("time");
    memory = (PhysicalMemory)open("memory");
    if (has_module("nowhere"))
        name_no_place();
    else if (has_module("endings"))
        test_endings();
    else
        test_rules();
    finish();
    return OK;
}

void destruct(void)
{
}
