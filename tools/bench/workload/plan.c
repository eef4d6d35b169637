/* SPDX-License-Identifier: GPL-2.0-only */
/* Parsing the list of workloads, which comes from outside the guest. */
#include "plan.h"

enum argument { BYTES, FRAME, COUNT, DATAGRAMS, RATE };

static const struct form {
    const char *name;
    enum workload_kind kind;
    unsigned argument_count;
    enum argument arguments[3];
} forms[] = {
    { "tcp_in", WORKLOAD_TCP_IN, 1, { BYTES } },
    { "tcp_out", WORKLOAD_TCP_OUT, 1, { BYTES } },
    { "udp_in", WORKLOAD_UDP_IN, 2, { FRAME, DATAGRAMS } },
    { "udp_out", WORKLOAD_UDP_OUT, 2, { FRAME, DATAGRAMS } },
    { "udp_loss", WORKLOAD_UDP_LOSS, 3, { FRAME, DATAGRAMS, RATE } },
    { "rr", WORKLOAD_RR, 1, { COUNT } },
};

enum { FORMS = sizeof forms / sizeof *forms };

static const struct { uint32_t minimum, maximum; const char *expected; } ranges[] = {
    [BYTES] = { 1, 0xffffffff, "expected 1 to 4294967295 bytes" },
    [FRAME] = { WORKLOAD_FRAME_MIN, WORKLOAD_FRAME_MAX, "expected a frame size from 64 to 1518" },
    [COUNT] = { 1, 0xffffffff, "expected a count from 1 to 4294967295" },
    [DATAGRAMS] = { 1, WORKLOAD_DATAGRAMS_MAX, "expected 1 to 16777215 datagrams" },
    [RATE] = { 1, WORKLOAD_RATE_MAX, "expected 1 to 1000000 datagrams a second" },
};

const char *plan_name(uint32_t kind)
{
    for (unsigned i = 0; i < FORMS; i++)
        if (forms[i].kind == kind)
            return forms[i].name;
    return 0;
}

static int ends_item(char c)
{
    return c == 0 || c == ';';
}

/* The form whose name stands at *at, which is moved behind it; null if none does. */
static const struct form *take_name(const char **at)
{
    for (unsigned i = 0; i < FORMS; i++) {
        const char *name = forms[i].name, *p = *at;
        while (*name && *name == *p) {
            name++;
            p++;
        }
        if (*name == 0 && (*p == ',' || ends_item(*p))) {
            *at = p;
            return &forms[i];
        }
    }
    return 0;
}

/* `,NUMBER` at *at. */
static int take_number(const char **at, enum argument argument, uint32_t *value)
{
    const char *p = *at;
    uint64_t number = 0;

    if (*p++ != ',' || *p < '0' || *p > '9')
        return 0;
    for (; *p >= '0' && *p <= '9'; p++) {
        number = number * 10 + (uint32_t)(*p - '0');
        if (number > ranges[argument].maximum)
            return 0;
    }
    *at = p;
    *value = (uint32_t)number;
    return number >= ranges[argument].minimum;
}

static void store(struct workload *workload, enum argument argument, uint32_t value)
{
    if (argument == FRAME)
        workload->payload = value - WORKLOAD_FRAME_OVERHEAD;
    else if (argument == RATE)
        workload->rate = value;
    else
        workload->count = value;
}

static int fault(const char **reason, const char *expected)
{
    *reason = expected;
    return -1;
}

int plan_next(const char **list, struct workload *workload, const char **reason)
{
    const char *at = *list;
    const struct form *form;
    uint32_t length = 0;

    if (*at == 0)
        return 0;
    *workload = (struct workload){ 0 };
    for (; !ends_item(at[length]); length++) {
        if (length == WORKLOAD_ITEM_MAX)
            return fault(reason, "expected at most 63 characters");
        workload->text[length] = at[length];
    }
    form = take_name(&at);
    if (!form)
        return fault(reason, "expected tcp_in, tcp_out, udp_in, udp_out, udp_loss or rr");
    workload->kind = form->kind;
    for (unsigned i = 0; i < form->argument_count; i++) {
        uint32_t value;
        if (!take_number(&at, form->arguments[i], &value))
            return fault(reason, ranges[form->arguments[i]].expected);
        store(workload, form->arguments[i], value);
    }
    if (!ends_item(*at))
        return fault(reason, "expected `;` behind the last argument");
    *list = *at ? at + 1 : at;
    return 1;
}
