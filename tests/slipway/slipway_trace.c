/* SPDX-License-Identifier: GPL-2.0-only */
/* slipway trace: from the kernel's records to events; calls that fail, or never return; and
 * bytes that are no trace. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "signature.h"
#include "tap.h"
#include "trace/events.h"
#include "trace_format.h"

enum { SERVER = 0x1000, CALLER = 0x2000, FUNCTION = 0x3000, STATUS = 0x3100, THREAD = 0x4000, OTHER = 0x5000,
       OBJECT = 0x6000 };

static unsigned char bytes[4096];
static size_t size, start;

static void put(const void *content, size_t length)
{
    memcpy(bytes + size, content, length);
    size += length;
}

static void put_word(u32 word)
{
    put(&word, sizeof word);
}

static void put_text(const char *text)
{
    put(text, strlen(text) + 1);
}

static void begin(enum trace_kind kind)
{
    start = size;
    put(&(struct trace_header){ .kind = (u16)kind }, sizeof(struct trace_header));
}

static void end(void)
{
    put("\0\0\0", -size & 3);
    ((struct trace_header *)(bytes + start))->size = (u16)(size - start);
}

static void put_time(u64 time)
{
    put(&time, sizeof time);
}

static void put_name(enum trace_kind kind, u32 id, const char *name)
{
    begin(kind);
    put_word(id);
    put_text(name);
    end();
}

static void put_switch(u64 time, u32 thread)
{
    begin(TRACE_SWITCH);
    put_time(time);
    put_word(thread);
    end();
}

/* Store.put(u16 index, in mem name, ref Token token, out i8 rest), without a result. */
static void put_functions(void)
{
    static const struct trace_parameter parameters[] = {
        { .type = TYPE_U16, .direction = DIRECTION_IN },
        { .type = TYPE_BLOCK, .direction = DIRECTION_IN },
        { .type = TYPE_REFERENCE, .direction = DIRECTION_IN, .flags = PARAMETER_MOVE },
        { .type = TYPE_I8, .direction = DIRECTION_OUT },
    };
    static const char *const names[] = { "index", "", "name", "", "token", "Token", "rest", "" };

    begin(TRACE_FUNCTION);
    put_word(FUNCTION);
    put_word(SERVER);
    put(&(struct trace_function){ .result = TYPE_VOID, .parameter_count = 4 }, sizeof(struct trace_function));
    put(parameters, sizeof parameters);
    put_text("Store");
    put_text("put");
    put_text("");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        put_text(names[i]);
    end();

    begin(TRACE_FUNCTION);
    put_word(STATUS);
    put_word(SERVER);
    put(&(struct trace_function){ .result = TYPE_STATUS }, sizeof(struct trace_function));
    put_text("Store");
    put_text("check");
    put_text("");
    end();
}

static void put_start(void)
{
    size = 0;
    begin(TRACE_START);
    put_word(TRACE_MAGIC);
    end();
    put_name(TRACE_THREAD, THREAD, "main");
    put_switch(1000, THREAD);
    put_name(TRACE_SERVER, SERVER, "store");
    put_functions();
    put_name(TRACE_SERVER, CALLER, "shop \"one\"");
}

static void put_call(u64 time, u32 thread, u32 frame, u32 function)
{
    begin(TRACE_CALL);
    put_time(time);
    put(&(struct trace_call){ thread, frame, function, CALLER, OBJECT }, sizeof(struct trace_call));
    if (function == FUNCTION) {
        put_word(0x10007);              /* the callee sees 7 */
        put_word(60);
        put_word(5);
        put("a\nb\\\"\0\0", 8);
        put_word(OBJECT);
        put_word(CALLER);
    }
    end();
}

static void put_return(u64 time, u32 thread, u32 frame, u32 result, status call, u32 function)
{
    begin(call < 0 ? TRACE_FAILURE : TRACE_RETURN);
    put_time(time);
    put(&(struct trace_return){ thread, frame, result, call }, sizeof(struct trace_return));
    if (function == FUNCTION && call >= 0) {
        put_word(1);
        put_word(0xff);
    }
    end();
}

static struct trace_summary summary;

static json_t *convert(bool *good)
{
    char *text;
    size_t length;
    FILE *file = open_memstream(&text, &length);

    *good = trace_convert(bytes, size, file, &summary);
    fclose(file);
    json_t *trace = json_loads(text, 0, NULL);
    free(text);
    return trace;
}

/* The event of that name that stands first. */
static const json_t *event(const json_t *trace, const char *name)
{
    size_t i;
    json_t *found;

    json_array_foreach(json_object_get(trace, "traceEvents"), i, found)
        if (strcmp(json_string_value(json_object_get(found, "name")), name) == 0)
            return found;
    return NULL;
}

static const char *argument(const json_t *of, const char *name)
{
    const char *text = json_string_value(json_object_get(json_object_get(of, "args"), name));

    return text ? text : "(none)";
}

static json_int_t number(const json_t *of, const char *name)
{
    return json_integer_value(json_object_get(json_object_get(of, "args"), name));
}

static void test_calls(void)
{
    bool good;

    put_start();
    put_call(2000, THREAD, 16, FUNCTION);
    put_call(2500, THREAD, 32, STATUS);
    put_name(TRACE_THREAD, OTHER, "other");
    put_switch(2600, OTHER);
    put_switch(2700, THREAD);
    put_return(2800, THREAD, 32, (u32)E_NOENT, OK, STATUS);
    put_return(3000, THREAD, 16, 0, OK, FUNCTION);
    json_t *trace = convert(&good);
    const json_t *put_event = event(trace, "Store.put"), *check = event(trace, "Store.check");
    ok(good && put_event && check, "two calls");
    is_text(json_string_value(json_object_get(put_event, "cat")), "store", "the category is the server");
    is_text(argument(put_event, "caller"), "shop \"one\"", "the caller");
    is_number(number(put_event, "u16 index"), 7, "a scalar, as wide as it is");
    is_text(argument(put_event, "in mem name"), "60 bytes: \"a\\x0ab\\x5c\"\"...", "a block");
    is_text(argument(put_event, "move ref Token token"), "shop \"one\" 0x00006000", "a reference");
    is_number(number(put_event, "out i8 rest"), -1, "an out parameter, with its sign");
    is_number(number(check, "status result"), E_NOENT, "a result");
    ok(json_real_value(json_object_get(put_event, "ts")) == 2
       && json_real_value(json_object_get(put_event, "dur")) == 1, "an instruction is a nanosecond");
    is_number(number(check, "instructions"), 200, "the time of another thread does not count");
    is_number(number(put_event, "instructions"), 900, "nor in the call around");
    ok(summary.calls == 2 && summary.failed == 0 && summary.unfinished == 0 && summary.threads == 2,
       "the summary");
    json_decref(trace);
}

static void test_failures(void)
{
    bool good;

    put_start();
    put_call(2000, THREAD, 16, FUNCTION);
    put_call(2100, THREAD, 32, STATUS);         /* never returns: its server ended */
    put_return(2200, THREAD, 16, 0, E_GONE, FUNCTION);
    put_return(2300, THREAD, 0, 0, OK, STATUS); /* of a call before the trace */
    put_call(2400, THREAD, 16, STATUS);
    json_t *trace = convert(&good);
    ok(good && summary.calls == 1 && summary.failed == 1 && summary.unfinished == 2,
       "a call that failed, one that it left behind, one in progress");
    is_number(number(event(trace, "Store.put"), "call"), E_GONE, "how it failed");
    ok(json_is_true(json_object_get(json_object_get(event(trace, "Store.check"), "args"), "unfinished")),
       "the other ended with it");
    json_decref(trace);
}

/* Any bytes at all: nothing outside is read (the sanitizer looks), and it ends. */
static void test_nonsense(void)
{
    static unsigned char whole[sizeof bytes];
    unsigned refused = 0, tried = 0, readable = 0;
    bool good;

    put_start();
    put_call(2000, THREAD, 16, FUNCTION);
    put_return(3000, THREAD, 16, 0, OK, FUNCTION);
    size_t length = size;
    memcpy(whole, bytes, size);
    if (!freopen("/dev/null", "w", stderr))
        return;
    for (size_t cut = 0; cut < length; cut++) {
        size = cut;
        json_decref(convert(&good));
        refused += !good;
    }
    is_number(refused, 8, "a trace may end anywhere but in its first record");
    for (unsigned i = 0; i < 20000; i++, tried++) {
        memcpy(bytes, whole, length);
        size = length;
        for (int n = rand() % 3; n >= 0; n--)
            bytes[8 + rand() % (length - 8)] = (unsigned char)rand();
        json_t *trace = convert(&good);
        readable += trace != NULL;
        json_decref(trace);
    }
    is_number(tried, 20000, "changed bytes do no harm");
    is_number(readable, 20000, "and JSON comes of them");
    memcpy(bytes, "GIF89a....", 10);
    json_decref(convert(&good));
    ok(!good, "what begins otherwise is no trace");
}

int main(void)
{
    test_calls();
    test_failures();
    test_nonsense();
    return tap_end();
}
