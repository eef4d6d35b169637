/* SPDX-License-Identifier: GPL-2.0-only */
/* Loads the interrupts server a second time, uses a line that nobody else does, and unloads
 * it: its thread must end, and the line be free again. */
#include "probe.h"

#define LINE 5

static u32 is_free(u32 line)
{
    InterruptLine opened;

    if (InterruptLines_open(lines, line, &opened) < 0)
        return 0;
    InterruptLine_release(opened);
    return 1;
}

static Server load_and_start(void)
{
    Server server;
    status result = Servers_load(servers, interruptsFile, "second", 6, 0, 0, &server);

    if (result >= 0)
        result = Server_bind(server, 0, (Any)lines);
    if (result >= 0)
        result = Server_bind(server, 1, (Any)threads);
    if (result >= 0)
        result = Server_bind(server, 2, (Any)memory);
    if (result >= 0)
        result = Server_bind(server, 3, (Any)log);
    if (result >= 0)
        result = Server_start(server);
    check_number(result, OK, "unload: a second interrupts server starts");
    return server;
}

static void use(Server server)
{
    InterruptHandler handler = new_handler();
    Interrupts root;
    Interrupt interrupt;
    Registration registration;

    Server_getRoot(server, "Interrupts", 10, (Any *)&root);
    Interrupts_getInterrupt(root, LINE, &interrupt);
    check_number(Interrupt_connect(interrupt, handler, &registration), OK, "unload: it has a line");
    check(!is_free(LINE), "unload: which nobody else can have");
    InterruptHandler_release(handler);
    Registration_release(registration);
    Interrupt_release(interrupt);
    Interrupts_release(root);
}

void probe_unload(void)
{
    u32 references = count_references(), start = Clock_getMilliseconds(clock);
    Server server = load_and_start();

    use(server);
    Server_release(server);
    for (u32 i = 0; i < 100 && !is_free(LINE); i++)
        Threads_sleep(threads, 20);
    check(is_free(LINE), "unload: the line is free again");
    check(Clock_getMilliseconds(clock) - start < 30000, "unload: in time");
    check_number(count_references(), references, "unload: no reference is lost");
}
