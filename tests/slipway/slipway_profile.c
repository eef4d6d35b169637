/* SPDX-License-Identifier: GPL-2.0-only */
/* slipway profile: from what the counting plugin wrote to functions, shares and a flame graph. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "attribution/attribution.h"
#include "attribution/functions.h"
#include "attribution/interval.h"
#include "attribution/places.h"
#include "base/text.h"
#include "profile/flame.h"
#include "tap.h"

static void test_intervals(void)
{
    struct intervals intervals;

    ok(intervals_parse(&intervals, "interval 0 instructions=120 rep=20\nblock 1000 70\nblock c0101000 50\nend\n"
                           "interval 1 instructions=0 rep=0\nend\n", "counts"), "two intervals are read");
    is_number(intervals.count, 2, "both are there");
    is_number(intervals.interval[0].instructions, 120, "instructions");
    is_number(intervals.interval[0].repeated, 20, "iterations of REP prefixes");
    is_number(intervals.interval[0].count, 2, "blocks");
    is_number(intervals.interval[0].block[1].address, 0xc0101000u, "an address");
    is_number(intervals.interval[0].block[1].instructions, 50, "and its instructions");
    is_number(intervals.interval[1].count, 0, "an interval in which nothing happened");
    intervals_free(&intervals);

    static const char *const bad[] = {
        "interval 0 instructions=1 rep=0\nblock 1000 1\n", "block 1000 1\nend\n", "interval 0 instructions=1\nend\n",
        "interval 0 instructions=1 rep=0\nblock xyz 1\nend\n", "interval 0 instructions=1 rep=0\nend",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ok(!intervals_parse(&intervals, bad[i], "counts"), "bad text %zu is refused", i);
        is_number(intervals.count, 0, "and leaves nothing");
    }
    ok(intervals_parse(&intervals, "", "counts"), "no interval is none");
    intervals_free(&intervals);
}

static void check_function(const struct functions *functions, uint32_t address, const char *name,
                           const char *file)
{
    const struct function *function = functions_find(functions, address);

    if (!name) {
        ok(!function, "%x is in no function", address);
    } else if (ok(function != NULL, "%x is in a function", address)) {
        is_text(function->name, name, "%x: its name", address);
        is_text(function->file, file, "%x: its file", address);
    }
}

static void test_functions(void)
{
    struct functions functions;

    functions_parse(&functions,
        "00000090 a CR4_PSE_PGE\n"
        "00000100 b tail\n"
        "00000200 00000010 d table\t/somewhere/x.c:3\n"
        "00001000 00000020 t first\t/away/build/sources/lwip-2.1.3/src/core/tcp_in.c:12\n"
        "00001030 00000010 T second.part.0\t/away/build/convert/n/converted/drivers/net/n.c:7\n"
        "00001040 t third\t/away/kernel//kernel/calls/trap.asm:9\n"
        "00001060 00000008 W fourth\n");
    is_number(functions.count, 4, "only functions are kept, though a type may look like a digit");
    check_function(&functions, 0xfff, NULL, NULL);
    check_function(&functions, 0x1000, "first", "lwip-2.1.3/src/core/tcp_in.c");
    check_function(&functions, 0x101f, "first", "lwip-2.1.3/src/core/tcp_in.c");
    check_function(&functions, 0x1020, NULL, NULL);
    check_function(&functions, 0x1035, "second", "drivers/net/n.c");
    check_function(&functions, 0x105f, "third", "kernel/calls/trap.asm");
    check_function(&functions, 0x1067, "fourth", "?");
    check_function(&functions, 0x1068, NULL, NULL);
    functions_free(&functions);
}

/* Of what `make` has built. */
#define KERNEL "build/kernel/kernel.elf"

static void test_nm(void)
{
    struct functions functions;
    bool found = false;

    if (!ok(functions_read(&functions, KERNEL), "symbols of the kernel are read"))
        return;
    for (size_t i = 0; i < functions.count; i++)
        found |= strcmp(functions.function[i].name, "thread_wake") == 0 &&
            ends_with(functions.function[i].file, "kernel/machine/schedule.c");
    ok(found, "a function is among them, with its file");
    functions_free(&functions);
    ok(!functions_read(&functions, "/nonexistent.elf"), "a file that is not there is an error");
}

static void check_position(const struct places *places, uint32_t address, const char *expected)
{
    struct position position = places_find(places, address);
    char *got = format("%s/%s/%s", position.domain, position.server, position.function);

    is_text(got, expected, "what lies at %x", address);
    free(got);
}

static void test_linux(void)
{
    struct places places;

    ok(places_of_linux(&places, "noise\nworkload: module mii 0xf8001000 16384\n"
                                "workload: module card 0xf8010000 20480\nworkload: done\n"),
       "places of Linux");
    check_position(&places, 0xf8001000, "kernel/mii/?");
    check_position(&places, 0xf8014fff, "kernel/card/?");
    check_position(&places, 0xf8015000, "kernel/kernel/?");
    check_position(&places, 0xc1000000, "kernel/kernel/?");
    check_position(&places, 0x08049000, "user/workload/?");
    places_free(&places);
    ok(!places_of_linux(&places, "workload: done\n"), "a console without a module is an error");
}

static void test_ours(void)
{
    static const char map[] = "system: map card file=console address=0x200000 size=0x8000 domain=driver\n";
    struct places places;
    struct names folders = { 0 };
    struct functions functions;

    ok(!places_of_ours(&places, map, KERNEL, &folders), "a server without symbols is an error");
    names_add_words(&folders, "/nonexistent build/servers");
    ok(!places_of_ours(&places, "no map\n", KERNEL, &folders), "so is a console that tells no server");
    if (!ok(places_of_ours(&places, map, KERNEL, &folders) && functions_read(&functions, KERNEL),
            "places of ours"))
        return;
    is_text(places_find(&places, 0x200010).domain, "driver", "a server's domain");
    is_text(places_find(&places, 0x200010).server, "card", "its name");
    check_position(&places, 0x208000, "kernel/crossings/entry points");
    check_position(&places, 0x7fc00000, "user/crossings/stubs");
    unsigned crossing = 0, kernel = 0;
    for (size_t i = 0; i < functions.count; i++) {
        const char *server = places_find(&places, functions.function[i].start).server;
        crossing += strcmp(server, CROSSINGS) == 0 && strstr(functions.function[i].file, "crossing_");
        kernel += strcmp(server, "kernel") == 0 && strstr(functions.function[i].file, "schedule.c");
    }
    ok(crossing > 0 && kernel > 0, "functions of the kernel that cross domains are told from others");
    functions_free(&functions);
    places_free(&places);
    names_free(&folders);
}

static void test_attribution(void)
{
    struct block blocks[] = { { 0x08049000, 30 }, { 0x08049010, 10 }, { 0xc1000000, 20 }, { 0xc1000010, 30 },
                              { 0xf8010000, 10 } };
    struct interval interval = { .instructions = 100, .block = blocks, .count = 5 };
    struct places places;
    struct attribution attribution;

    places_of_linux(&places, "workload: module card 0xf8010000 4096\n");
    attribution_make(&attribution, &interval, &places);
    is_number(attribution.instructions, 100, "all instructions are spread");
    is_number(attribution.count, 3, "blocks of one place are one");
    json_t *servers = attribution_servers(&attribution);
    char *text = json_dumps(servers, JSON_REAL_PRECISION(3) | JSON_COMPACT);
    is_text(text, "{\"kernel\":0.5,\"workload\":0.4,\"card\":0.1}", "shares of servers, the largest first");
    free(text);
    json_decref(servers);
    json_t *functions = attribution_functions(&attribution);
    text = json_dumps(json_array_get(functions, 1), JSON_REAL_PRECISION(3) | JSON_COMPACT);
    is_text(text, "{\"domain\":\"user\",\"server\":\"workload\",\"file\":\"?\",\"function\":\"?\","
                  "\"instructions\":40,\"share\":0.4}", "a function");
    free(text);
    json_decref(functions);
    attribution_free(&attribution);
    places_free(&places);
}

static void test_flame(void)
{
    struct share shares[] = {
        { { "kernel", "tcp", "a.c", "one" }, 600 },
        { { "kernel", "tcp", "a.c", "t<w>o&\"" }, 300 },
        { { "user", "nic", "b.c", "three" }, 100 },
    };
    struct attribution attribution = { .share = shares, .count = 3, .instructions = 1000 };
    char *graph = flame_graph(&attribution, "a & b");

    ok(strstr(graph, ">a &amp; b</text>") != NULL, "the title is escaped");
    ok(strstr(graph, "kernel / tcp / a.c / t&lt;w&gt;o&amp;&quot;: 300 instructions, 30.00 %") != NULL,
       "a name is escaped, its tooltip has the count");
    ok(!strstr(graph, "t<w>o"), "and nowhere unescaped");
    ok(strstr(graph, "<title>kernel / tcp / a.c: 900 instructions, 90.00 %") != NULL,
       "a file has the sum of its functions");
    ok(strstr(graph, "<title>1000 instructions, 100.00 %") != NULL, "everything is one box");
    ok(strstr(graph, "<rect x=\"1072.00\" y=\"40\" width=\"118.00\"") != NULL,
       "the last function stands at its place");
    ok(starts_with(graph, "<svg xmlns=") && ends_with(graph, "</svg>\n"), "it is one SVG");
    char *again = flame_graph(&attribution, "a & b");
    is_text(again, graph, "and always the same");
    free(again);
    free(graph);
}

int main(void)
{
    test_intervals();
    test_functions();
    test_nm();
    test_linux();
    test_ours();
    test_attribution();
    test_flame();
    return tap_end();
}
