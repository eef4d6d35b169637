/* SPDX-License-Identifier: GPL-2.0-only */
/* M11: a server in user mode that takes whatever it gets is refused at some point, the kernel keeps
 * enough for itself, and all comes back when the server ends. */
#include "../victim/ends.h"
#include "rules.h"

static u32 hoard(struct isolated *isolated, enum hoard what)
{
    i32 refusal = 0;
    u32 count = Victim_hoard(isolated->victim, what, &refusal);

    if (refusal != E_NOMEM)
        note("refused with %d", refusal);
    return refusal == E_NOMEM ? count : 0;
}

static void end(struct isolated *isolated)
{
    Server_kill(isolated->server);
    ok(has_ended(isolated, "killed"), "M11 and ends");
    give_up(isolated);
}

/* If this server is in user mode, the kernel refuses it what it refuses the hoarders, but for what there is room
 * for in pages that the kernel has begun to use: that is a matter of what happened before. */
static status load_another(void)
{
    Any file = 0;
    Server server = 0;
    status result = Catalog_open(kernel, "module(kinds)", 13, &file);

    if (result == OK)
        result = Servers_load(servers, (Memory)file, "kinds", 5, 0, 0, &server);
    Server_release(server);
    Any_release(file);
    return result;
}

void test_hoarding(void)
{
    struct isolated isolated, other;
    status result;
    u32 count;

    isolate(&isolated, "victim", 0);
    count = hoard(&isolated, HOARD_SEMAPHORES);
    ok(count > 1000 && count <= 16384, "M11 a server gets %u semaphores", count);
    end(&isolated);
    isolate(&isolated, "victim", 0);
    count = hoard(&isolated, HOARD_MAPPINGS);
    ok(count == 1024, "M11 a server gets %u mappings", count);
    end(&isolated);

    isolate(&isolated, "victim", 0);
    isolate(&other, "victim", 0);
    count = hoard(&isolated, HOARD_PAGES) + hoard(&other, HOARD_PAGES);
    ok(count > 1000, "M11 two servers get %u pages", count);
    ok(PhysicalMemory_getFree(memory) >= 1000 * 4096, "M11 there is some left for the kernel");
    result = load_another();
    ok(result == OK || (is_in_user_mode() && result == E_NOMEM), "M11 which can load a server");
    end(&isolated);
    end(&other);
}
