/* SPDX-License-Identifier: GPL-2.0-only */
/* Writing records of the trace, and describing what they mention. */
#include <stddef.h>

#include "calls/trace_record.h"

#include "bytes.h"

#define RECORD_MAX 4096u

static u8 record[RECORD_MAX];
static u32 length;

/* What does not fit is left out; the descriptions of a function with names of full length would
 * not, and no other record comes near. */
void record_bytes(const void *bytes, u32 size)
{
    if (size > RECORD_MAX - length)
        size = RECORD_MAX - length;
    memcpy(record + length, bytes, size);
    length += size;
}

void record_word(u32 value)
{
    record_bytes(&value, sizeof value);
}

void record_text(const char *text)
{
    if (!text)
        text = "";
    record_bytes(text, strlen(text) + 1);
}

void record_align(void)
{
    static const u8 zeros[3];

    record_bytes(zeros, -length & 3);
}

void record_begin(enum trace_kind kind)
{
    struct trace_header header = { .size = 0, .kind = (u16)kind };

    length = 0;
    record_bytes(&header, sizeof header);
}

void record_end(void)
{
    record_align();
    ((struct trace_header *)record)->size = (u16)length;
    trace_output(record, length);
}

void trace_describe_thread(struct thread *thread)
{
    if (thread->traced)
        return;
    thread->traced = 1;
    record_begin(TRACE_THREAD);
    record_word((u32)thread);
    record_text(thread->name);
    record_end();
}

static const char *interface_name(const struct interface_type *type)
{
    return type ? type->name : NULL;
}

static void describe_function(const struct implementation *implementation, const struct entry *entry)
{
    const struct function_type *function = entry->function;
    u32 i;

    record_begin(TRACE_FUNCTION);
    record_word((u32)entry);
    record_word((u32)implementation->server);
    record_bytes(&(struct trace_function){ .result = function->result,
                                           .parameter_count = function->parameter_count },
                 sizeof(struct trace_function));
    for (i = 0; i < function->parameter_count; i++) {
        const struct parameter_type *p = &function->parameters[i];

        record_bytes(&(struct trace_parameter){ p->type, p->direction, p->flags, 0 },
                     sizeof(struct trace_parameter));
    }
    record_text(implementation->type->name);
    record_text(function->name);
    record_text(interface_name(function->result_interface));
    for (i = 0; i < function->parameter_count; i++) {
        record_text(function->parameters[i].name);
        record_text(interface_name(function->parameters[i].interface));
    }
    record_end();
}

void trace_describe_server(struct server *server)
{
    const struct signature_header *header = server->signature.header;
    u32 i, k;

    if (server->trace_described)
        return;
    server->trace_described = 1;
    record_begin(TRACE_SERVER);
    record_word((u32)server);
    record_text(server->name);
    record_end();
    for (i = 0; server->traced && i < header->implemented_count; i++)
        for (k = 0; k < server->implementations[i].type->function_count; k++)
            describe_function(&server->implementations[i], &server->implementations[i].block->entries[k]);
}
