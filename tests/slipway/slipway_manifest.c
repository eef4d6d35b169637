/* SPDX-License-Identifier: GPL-2.0-only */
/* The manifest of a port: what is right is read, and each fault is refused with a message that
 * names file, key and what was expected. */
#include <stdlib.h>

#include "base/message.h"
#include "convert/manifest.h"
#include "tap.h"

#define GOOD_SOURCES "\"sources\": [ { \"file\": \"drivers/x.c\", \"essential\": [\"10-a\"] } ]"
#define GOOD "\"name\": \"port\", \"linux\": \"6.1\", \"ids\": [\"10ec:8139\"]"

/* The last message, as "WHERE: WHAT". */
static char *last_message(void)
{
    json_t *errors = reported_errors();
    json_t *last = json_array_get(errors, json_array_size(errors) - 1);
    char *text = format("%s: %s", json_string_value(json_object_get(last, "where")),
                        json_string_value(json_object_get(last, "what")));

    json_decref(errors);
    return text;
}

static void refuse(const char *what, const char *text, const char *expected)
{
    struct manifest manifest;
    unsigned before = reported_error_count();

    ok(!manifest_parse(&manifest, text, strlen(text), "M", "port"), "%s is refused", what);
    is_number(reported_error_count() - before, 1, "%s: with one message", what);
    char *message = last_message();
    is_text(message, expected, "%s: that says so", what);
    free(message);
}

static void check_good(void)
{
    static const char text[] = "{" GOOD ", " GOOD_SOURCES ", \"defines\": [\"A=1\"], \"stubs\": ["
        "{ \"symbol\": \"f\", \"policy\": \"error EIO\", \"why\": \"w\", \"declaration\": \"int f(void);\" },"
        "{ \"symbol\": \"g\", \"policy\": \"no-op\", \"why\": \"w\" },"
        "{ \"symbol\": \"h\", \"policy\": \"stop\", \"why\": \"w\" } ] }";
    struct manifest manifest;

    if (!ok(manifest_parse(&manifest, text, strlen(text), "M", "port"), "a right manifest is read"))
        return;
    is_text(manifest.name, "port", "its name");
    is_text(manifest.linux_version, "6.1", "its Linux");
    is_text(manifest.ids.name[0], "10ec:8139", "its ids");
    is_text(manifest.sources[0].file, "drivers/x.c", "its source");
    is_text(manifest.sources[0].essential.name[0], "10-a", "its essential patches");
    is_text(manifest.defines.name[0], "A=1", "its defines");
    ok(manifest.stub_count == 3 && manifest.stubs[0].policy == STUB_ERROR &&
       manifest.stubs[1].policy == STUB_NO_OP &&
       manifest.stubs[2].policy == STUB_STOP, "its stubs");
    is_text(manifest.stubs[0].error, "EIO", "the error of a stub");
    is_text(manifest.stubs[0].declaration, "int f(void);", "the declaration of a stub");
    manifest_free(&manifest);
}

/* Every manifest that is cut short is refused, and none is read beyond its end. */
static void check_truncated(void)
{
    static const char text[] = "{" GOOD ", " GOOD_SOURCES "}";
    struct manifest manifest;
    bool good = true;

    for (size_t size = 0; size < strlen(text) && good; size++) {
        char *copy = allocate(size);
        memcpy(copy, text, size);
        good = !manifest_parse(&manifest, copy, size, "M", "port");
        free(copy);
    }
    ok(good, "a manifest cut short at any place is refused");
}

#define STUB(policy) \
    "{" GOOD ", " GOOD_SOURCES ", \"stubs\": [ { \"symbol\": \"f\", \"why\": \"w\", " policy " } ] }"

static void check_native(void)
{
    static const char text[] = "{" GOOD ", " GOOD_SOURCES ", \"pci_quirk\": \"10ec:8139 revision=0x10\", "
        "\"native\": { \"module\": \"8139too\", \"device\": \"rtl8139\", \"quirks\": ["
        "{ \"find\": \"0f1a\", \"replace\": \"0fff\", \"why\": \"w\" } ] } }";
    struct manifest manifest;

    if (!ok(manifest_parse(&manifest, text, strlen(text), "M", "port"), "a native counterpart is read"))
        return;
    is_text(manifest.pci_quirk, "10ec:8139 revision=0x10", "the PCI server's quirk");
    is_text(manifest.native.module, "8139too", "its module");
    is_text(manifest.native.device, "rtl8139", "its device");
    const struct native_quirk *quirk = manifest.native.quirks;
    ok(manifest.native.quirk_count == 1 && quirk->size == 2 && memcmp(quirk->find, "\x0f\x1a", 2) == 0 &&
       memcmp(quirk->replace, "\x0f\xff", 2) == 0 && strcmp(quirk->why, "w") == 0, "its quirk");
    ok(manifest.native.window == 29200 && manifest.native.grant == 12 && manifest.native.mbit == 95 &&
       manifest.native.target_count == 0, "how it is measured, if nothing is said");
    manifest_free(&manifest);
}

#define NATIVE(native) "{" GOOD ", " GOOD_SOURCES ", \"native\": " native " }"
#define MODULE "\"module\": \"m\", \"device\": \"d\""
#define QUIRK(quirk) NATIVE("{ " MODULE ", \"quirks\": [ " quirk " ] }")
#define TARGET(target) NATIVE("{ " MODULE ", \"targets\": [ " target " ] }")

/* How a port is measured depends on its card. */
static void check_measuring(void)
{
    static const char text[] = NATIVE("{ " MODULE ", \"window\": 5840, \"grant\": 3, \"mbit\": 950, "
        "\"targets\": [ { \"placement\": \"kernel\", \"ratio\": \"load\", \"at_most\": 0.5 }, "
        "{ \"placement\": \"each\", \"ratio\": \"throughput\", \"at_least\": 1 } ] }");
    struct manifest manifest;

    if (!ok(manifest_parse(&manifest, text, strlen(text), "M", "port"), "how it is measured is read"))
        return;
    const struct manifest_native *native = &manifest.native;
    is_number(native->window, 5840, "its window");
    is_number(native->grant, 3, "its grant");
    is_number(native->mbit, 950, "its rate");
    ok(native->target_count == 2 && strcmp(native->targets[0].placement, "kernel") == 0 &&
       strcmp(native->targets[0].ratio, "load") == 0 && !native->targets[0].at_least &&
       native->targets[0].limit == 0.5, "a target that is a most");
    ok(native->targets[1].at_least && native->targets[1].limit == 1, "and one that is a least");
    manifest_free(&manifest);
}

static void refuse_measuring(void)
{
    static const char limit[] =
        "M: native.targets[0]: expected either \"at_least\" or \"at_most\", a number above 0";

    refuse("a window that is text", NATIVE("{ " MODULE ", \"window\": \"29200\" }"),
           "M: native.window: expected a whole number from 2920 to 256960");
    refuse("one of less than two segments", NATIVE("{ " MODULE ", \"window\": 2919 }"),
           "M: native.window: expected a whole number from 2920 to 256960");
    refuse("a grant of nothing", NATIVE("{ " MODULE ", \"grant\": 0 }"),
           "M: native.grant: expected a whole number from 1 to 4096");
    refuse("half a megabit", NATIVE("{ " MODULE ", \"mbit\": 0.5 }"),
           "M: native.mbit: expected a whole number from 1 to 100000");
    refuse("targets that are no array", NATIVE("{ " MODULE ", \"targets\": {} }"),
           "M: native.targets: expected an array of objects");
    refuse("a target that is no object", TARGET("1"),
           "M: native.targets[0]: expected an object with \"placement\", \"ratio\" and a limit");
    refuse("one of no placement", TARGET("{ \"ratio\": \"load\", \"at_most\": 1 }"),
           "M: native.targets[0].placement: expected a string that is not empty");
    refuse("one of another ratio", TARGET("{ \"placement\": \"p\", \"ratio\": \"x\", \"at_most\": 1 }"),
           "M: native.targets[0].ratio: expected \"throughput\", \"instructions\" or \"load\"");
    refuse("one of two limits", TARGET("{ \"placement\": \"p\", \"ratio\": \"load\", \"at_most\": 1, "
           "\"at_least\": 1 }"), limit);
    refuse("one of none", TARGET("{ \"placement\": \"p\", \"ratio\": \"load\" }"), limit);
    refuse("one of 0", TARGET("{ \"placement\": \"p\", \"ratio\": \"load\", \"at_most\": 0 }"), limit);
    refuse("an unknown key of one", TARGET("{ \"placement\": \"p\", \"ratio\": \"load\", \"at_most\": 1, "
           "\"of\": 1 }"), "M: native.targets[0].of: no such key");
}

static void refuse_native(void)
{
    static const char digits[] =
        "M: native.quirks[0]: expected \"find\" and \"replace\" as hexadecimal digits, as many";

    refuse("a native counterpart that is no object", NATIVE("\"m\""),
           "M: native: expected an object with \"module\" and \"device\"");
    refuse("one without a module", NATIVE("{ \"device\": \"d\" }"),
           "M: native.module: expected a string that is not empty");
    refuse("a device with options", NATIVE("{ \"module\": \"m\", \"device\": \"d,x=1\" }"),
           "M: native.device: expected a name of letters, digits, - and _");
    refuse("a module that leaves its folder", NATIVE("{ \"module\": \"../m\", \"device\": \"d\" }"),
           "M: native.module: expected a name of letters, digits, - and _");
    refuse("an unknown key of it", NATIVE("{ " MODULE ", \"x\": 1 }"), "M: native.x: no such key");
    refuse("quirks that are no array", NATIVE("{ " MODULE ", \"quirks\": 1 }"),
           "M: native.quirks: expected an array of objects");
    refuse("a quirk that is no object", QUIRK("1"),
           "M: native.quirks[0]: expected an object with \"find\", \"replace\" and \"why\"");
    refuse("a quirk without a reason", QUIRK("{ \"find\": \"00\", \"replace\": \"01\" }"),
           "M: native.quirks[0].why: expected a string that is not empty");
    refuse("half a byte", QUIRK("{ \"find\": \"000\", \"replace\": \"001\", \"why\": \"w\" }"), digits);
    refuse("what is no digit", QUIRK("{ \"find\": \"0g\", \"replace\": \"01\", \"why\": \"w\" }"), digits);
    refuse("a longer replacement", QUIRK("{ \"find\": \"00\", \"replace\": \"0001\", \"why\": \"w\" }"),
           digits);
}

int main(void)
{
    /* The messages that are expected go to a file nobody reads. */
    if (!freopen("/dev/null", "w", stderr))
        return 1;
    check_good();
    check_native();
    check_measuring();
    check_truncated();
    refuse("another port's name", "{ \"name\": \"x\", \"linux\": \"6.1\", \"ids\": [], " GOOD_SOURCES "}",
           "M: name: expected the name of the folder that the manifest stands in");
    refuse("a missing name", "{ \"linux\": \"6.1\", \"ids\": [], " GOOD_SOURCES "}",
           "M: name: expected a string that is not empty");
    refuse("a number for a string", "{ \"name\": \"port\", \"linux\": 6.1, \"ids\": [], " GOOD_SOURCES "}",
           "M: linux: expected a string that is not empty");
    refuse("a version that leaves its folder", "{ \"name\": \"port\", \"linux\": \"../x\", \"ids\": [], "
           GOOD_SOURCES "}", "M: linux: expected a version such as \"6.1\"");
    refuse("missing ids", "{ \"name\": \"port\", \"linux\": \"6.1\", " GOOD_SOURCES "}",
           "M: ids: expected an array of strings");
    refuse("an id that is no string",
           "{ \"name\": \"port\", \"linux\": \"6.1\", \"ids\": [1], " GOOD_SOURCES "}",
           "M: ids: expected an array of strings that are not empty");
    refuse("an unknown key", "{" GOOD ", " GOOD_SOURCES ", \"essentials\": [] }",
           "M: essentials: no such key");
    refuse("no sources", "{" GOOD ", \"sources\": [] }",
           "M: sources: expected an array with at least one source");
    refuse("a source that is no object", "{" GOOD ", \"sources\": [\"a.c\"] }",
           "M: sources[0]: expected an object with \"file\" and \"essential\"");
    refuse("a source without its essential patches", "{" GOOD ", \"sources\": [ { \"file\": \"a.c\" } ] }",
           "M: sources[0].essential: expected an array of strings");
    refuse("a source with an unknown key",
           "{" GOOD ", \"sources\": [ { \"file\": \"a.c\", \"essential\": [], \"x\": 1 } ] }",
           "M: sources[0].x: no such key");
    refuse("a source outside Linux",
           "{" GOOD ", \"sources\": [ { \"file\": \"../a.c\", \"essential\": [] } ] }",
           "M: sources[0].file: expected the path of a .c file below Linux's root");
    refuse("a source that is no C file",
           "{" GOOD ", \"sources\": [ { \"file\": \"a.h\", \"essential\": [] } ] }",
           "M: sources[0].file: expected the path of a .c file below Linux's root");
    refuse("an unknown policy", STUB("\"policy\": \"ignore\""),
           "M: stubs[0].policy: expected \"error ERRNO\", \"no-op\" or \"stop\"");
    refuse("an error without its number", STUB("\"policy\": \"error \""),
           "M: stubs[0].policy: expected \"error ERRNO\", \"no-op\" or \"stop\"");
    refuse("a missing policy", STUB("\"declaration\": \"int f(void);\""),
           "M: stubs[0].policy: expected a string that is not empty");
    refuse("a stub without a reason", "{" GOOD ", " GOOD_SOURCES ", \"stubs\": [ { \"symbol\": \"f\", "
           "\"policy\": \"stop\" } ] }", "M: stubs[0].why: expected a string that is not empty");
    refuse("a stub for what is no name", "{" GOOD ", " GOOD_SOURCES ", \"stubs\": [ { \"symbol\": \"f()\", "
           "\"policy\": \"stop\", \"why\": \"w\" } ] }",
           "M: stubs[0].symbol: expected the name of a C function");
    refuse("an array", "[]", "M: expected an object");
    refuse("a key twice", "{ \"name\": \"port\", \"name\": \"port\" }",
           "M:1:24: duplicate object key near '\"name\"'");
    refuse_native();
    refuse_measuring();
    return tap_end();
}
