/* SPDX-License-Identifier: GPL-2.0-only */
/* Cutting the list of workloads into boots. */
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "bench/boot_plan.h"
#include "plan.h"

const char boot_plan_default[] =
    "tcp_in,33554432;tcp_out,33554432;rr,2000;"
    "udp_in,64,10000;udp_in,128,10000;udp_in,256,10000;udp_in,512,10000;udp_in,1024,10000;udp_in,1280,10000;"
    "udp_in,1518,10000;"
    "udp_out,64,10000;udp_out,128,10000;udp_out,256,10000;udp_out,512,10000;udp_out,1024,10000;"
    "udp_out,1280,10000;udp_out,1518,10000;"
    "udp_loss,1518,2000,2000;udp_loss,1518,5000,5000;udp_loss,1518,8000,8000;udp_loss,1518,10000,10000;"
    "udp_loss,1518,12000,12000;udp_loss,1518,15000,15000;udp_loss,1518,20000,20000;"
    "tcp_in_paced,16777216;tcp_out_paced,16777216";

/* What a paced item is to the guest, in new memory; null if the item is not paced. */
static char *without_pace(const char *item)
{
    static const char mark[] = "_paced,";
    const char *found = strstr(item, mark);

    if (!found || !starts_with(item, "tcp_"))
        return NULL;
    return format("%.*s,%s", (int)(found - item), item, found + strlen(mark));
}

static bool check(const char *item)
{
    struct workload workload;
    const char *rest = item, *reason = "expected a workload";

    if (plan_next(&rest, &workload, &reason) == 1 && *rest == 0)
        return true;
    report_error(reason, "tools/bench/workload/plan.h describes the list", "--workloads: %s", item);
    return false;
}

static void append(char **list, const char *item)
{
    char *longer = *list ? format("%s;%s", *list, item) : format("%s", item);

    free(*list);
    *list = longer;
}

static bool add(struct boot_plan *boots, const char *item)
{
    char *guest_item = without_pace(item);
    bool good = check(guest_item ? guest_item : item);

    if (good && guest_item)
        names_add(&boots->paced, guest_item);
    else if (good && starts_with(item, "udp_loss,"))
        append(&boots->loads, item);
    else if (good)
        append(&boots->saturated, item);
    free(guest_item);
    return good;
}

bool boot_plan_parse(struct boot_plan *boots, const char *list)
{
    bool good = true;

    *boots = (struct boot_plan){ 0 };
    do {
        size_t length = strcspn(list, ";");
        char *item = format("%.*s", (int)length, list);
        good = add(boots, item);
        free(item);
        list += length;
    } while (good && *list++);
    if (!good)
        boot_plan_free(boots);
    return good;
}

void boot_plan_free(struct boot_plan *boots)
{
    free(boots->saturated);
    free(boots->loads);
    names_free(&boots->paced);
    *boots = (struct boot_plan){ 0 };
}
