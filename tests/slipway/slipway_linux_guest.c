/* SPDX-License-Identifier: GPL-2.0-only */
/* Linux as a guest: what a module's file says is read whatever stands in it, quirks change exactly what
 * they name, and the initial file system has the modules in the order in which they are loaded. */
#include <elf.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/files.h"
#include "base/message.h"
#include "base/options.h"
#include "bench/linux_guest.h"
#include "bench/linux_module.h"
#include "tap.h"

static const char section_names[] = "\0.names\0.modinfo";

enum { NAMES_AT = 1, INFORMATION_AT = 8, SECTIONS = 3 };

/* An ELF file with a section .modinfo of these bytes, which is freed by linux_module_free(). */
static struct linux_module make_module(const char *information, size_t size)
{
    size_t sections = sizeof(Elf32_Ehdr), names = sections + SECTIONS * sizeof(Elf32_Shdr);
    Elf32_Ehdr header = { .e_ident = ELFMAG, .e_type = ET_REL, .e_machine = EM_386, .e_version = EV_CURRENT,
                          .e_ehsize = sizeof(Elf32_Ehdr), .e_shoff = (Elf32_Off)sections,
                          .e_shentsize = sizeof(Elf32_Shdr), .e_shnum = SECTIONS, .e_shstrndx = 1 };
    Elf32_Shdr table[SECTIONS] = {
        [1] = { .sh_name = NAMES_AT, .sh_type = SHT_STRTAB, .sh_offset = (Elf32_Off)names, .sh_size = sizeof section_names },
        [2] = { .sh_name = INFORMATION_AT, .sh_type = SHT_PROGBITS, .sh_offset = (Elf32_Off)(names + sizeof section_names),
                .sh_size = (Elf32_Word)size },
    };
    struct linux_module module = { allocate(names + sizeof section_names + size),
                                   names + sizeof section_names + size };

    header.e_ident[EI_CLASS] = ELFCLASS32;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    memcpy(module.bytes, &header, sizeof header);
    memcpy(module.bytes + sections, table, sizeof table);
    memcpy(module.bytes + names, section_names, sizeof section_names);
    memcpy(module.bytes + names + sizeof section_names, information, size);
    return module;
}

/* The names that a module depends on, each with a blank behind it. */
static void check_depends(const char *what, const char *information, size_t size, const char *expected)
{
    struct linux_module module = make_module(information, size);
    struct names names = { 0 };
    char *text = format("%s", "");

    ok(linux_module_depends(&module, "M", &names), "%s: is read", what);
    for (size_t i = 0; i < names.count; i++) {
        char *longer = format("%s%s ", text, names.name[i]);
        free(text);
        text = longer;
    }
    is_text(text, expected, "%s: %s", what, *expected ? expected : "nothing");
    free(text);
    names_free(&names);
    linux_module_free(&module);
}

#define INFORMATION "license=GPL\0depends=mii,lib_phy\0vermagic=6.1"

/* Every file that is cut short, and every one with another byte anywhere, is read without leaving it. */
static void check_damage(void)
{
    struct linux_module whole = make_module(INFORMATION, sizeof INFORMATION);
    unsigned accepted = 0;

    for (size_t size = 0; size < whole.size; size++) {
        struct linux_module module = { allocate(size), size };
        struct names names = { 0 };
        memcpy(module.bytes, whole.bytes, size);
        accepted += linux_module_depends(&module, "M", &names);
        names_free(&names);
        linux_module_free(&module);
    }
    is_number(accepted, 0, "a module cut short at any place is refused");
    for (size_t at = 0; at < whole.size; at++) {
        unsigned char byte = whole.bytes[at];
        struct names names = { 0 };
        whole.bytes[at] = 0xff;
        accepted += linux_module_depends(&whole, "M", &names);
        whole.bytes[at] = byte;
        names_free(&names);
    }
    ok(accepted > 0 && accepted < whole.size, "changed bytes are refused or do not matter");
    linux_module_free(&whole);
}

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

static void is_message(const char *expected)
{
    char *message = last_message();

    is_text(message, expected, "that says so");
    free(message);
}

#define SIGNATURE_END "~Module signature appended~\n"

/* Changes a module of these bytes by a quirk "ab" -> "xy", applied `count` times; compares. */
static void check_change(const char *what, const char *bytes, size_t size, size_t count, const char *expected,
                         size_t expected_size)
{
    struct native_quirk quirks[] = { { (unsigned char *)"ab", (unsigned char *)"xy", 2, NULL },
                                     { (unsigned char *)"cd", (unsigned char *)"zz", 2, NULL } };
    struct linux_module module = { allocate(size), size };

    memcpy(module.bytes, bytes, size);
    bool good = linux_module_change(&module, "M", quirks, count);
    is_number(good, expected != NULL, "%s: %s", what, expected ? "is changed" : "is refused");
    if (expected)
        ok(module.size == expected_size && memcmp(module.bytes, expected, expected_size) == 0, "%s: rightly",
           what);
    linux_module_free(&module);
}

#define CHANGE(what, bytes, count, expected) \
    check_change(what, bytes, sizeof bytes - 1, count, expected, sizeof expected - 1)
#define REFUSE(what, bytes, count) check_change(what, bytes, sizeof bytes - 1, count, NULL, 0)

static void check_changes(void)
{
    CHANGE("bytes at the beginning", "ab12", 1, "xy12");
    CHANGE("at the end", "12ab", 1, "12xy");
    CHANGE("two quirks", "cd1ab", 2, "zz1xy");
    CHANGE("a signature", "1ab" "\1\2\3" "\2\0\0\0\0\0\0\0\0\0\0\3" SIGNATURE_END, 1, "1xy");
    CHANGE("without quirks a signature stays", "1ab" "\2\0\0\0\0\0\0\0\0\0\0\3" SIGNATURE_END, 0,
           "1ab" "\2\0\0\0\0\0\0\0\0\0\0\3" SIGNATURE_END);
    CHANGE("a signature elsewhere", "ab" SIGNATURE_END ".", 1, "xy" SIGNATURE_END ".");
    REFUSE("nothing", "", 1);
    REFUSE("bytes that are not there", "a1b", 1);
    is_message("M: native.quirks[0]: its bytes do not stand there");
    REFUSE("bytes that are there twice", "abab", 1);
    is_message("M: native.quirks[0]: its bytes stand there more than once");
    REFUSE("bytes that only the signature has", "1" "ab" "\2\0\0\0\0\0\0\0\0\0\0\2" SIGNATURE_END, 1);
    REFUSE("a second quirk that does not apply", "ab", 2);
    is_message("M: native.quirks[1]: its bytes do not stand there");
    REFUSE("a signature longer than the file", "ab" "\2\0\0\0\0\0\0\0\0\0\0\7" SIGNATURE_END, 1);
    is_message("M: its signature is longer than the file");
    REFUSE("a signature of 4 GiB", "ab" "\2\0\0\0\0\0\0\0\377\377\377\377" SIGNATURE_END, 1);
    REFUSE("a signature without its header", "ab" SIGNATURE_END, 1);
}

/* A project with a "Linux", in a folder of its own, to which the test moves. */

#define IMAGE "build/sources/linux-image-i386/"

static void store(const char *path, const void *content, size_t size)
{
    if (file_write(path, content, size) < 0)
        tap_note("cannot write %s", path);
}

static void store_module(const char *path, const char *depends)
{
    char *information = format("depends=%s", depends);
    struct linux_module module = make_module(information, strlen(information) + 1);

    store(path, module.bytes, module.size);
    linux_module_free(&module);
    free(information);
}

static const struct manifest manifest = { .name = "port", .native = { .module = "card", .device = "d",
    .window = 5840, .grant = 3 } };

static void check_plan(void)
{
    static const struct manifest no_native = { .name = "port" };
    struct linux_guest guest;

    is_number(linux_guest_plan(&guest, &no_native), FAILED, "a port without a native counterpart");
    is_message("ported/port/manifest.json: names no native counterpart of the driver");
    linux_guest_free(&guest);
    is_number(linux_guest_plan(&guest, &manifest), UNPREPARED, "Linux was not fetched, init is not built");
    linux_guest_free(&guest);
    store(IMAGE "package", "linux-image-6.1.0-7-686 6.1.20-1\n", 33);
    is_number(linux_guest_plan(&guest, &manifest), UNPREPARED, "init is not built");
    is_message("build/tools/bench/linux/init: is not built");
    linux_guest_free(&guest);
    store("build/tools/bench/linux/init", "INIT", 4);
    is_number(linux_guest_plan(&guest, &manifest), DONE, "everything is there");
    is_text(guest.package, "linux-image-6.1.0-7-686 6.1.20-1", "the package");
    is_text(guest.version, "6.1.0-7-686", "the kernel's release");
    is_text(guest.kernel, IMAGE "vmlinuz", "the kernel's path");
    linux_guest_free(&guest);
}

/* What the initial file system holds, in order: the names of its files, each with a blank behind it. */
static char *initrd_names(const char *path)
{
    size_t size;
    char *content = file_read(path, &size), *text = format("%s", "");

    for (size_t at = 0; content && at + 6 < size; at++) {
        if (memcmp(content + at, "070701", 6) != 0 || at + 110 >= size)
            continue;
        char *longer = format("%s%s ", text, content + at + 110);
        free(text);
        text = longer;
    }
    free(content);
    return text;
}

static void check_initrd(void)
{
    struct linux_guest guest;

    linux_guest_plan(&guest, &manifest);
    store_module(IMAGE "modules/drivers/net/card.ko", "lib_phy,mii");
    store_module(IMAGE "modules/drivers/net/mii.ko", "");
    is_number(linux_guest_prepare(&guest), FAILED, "a module that is not there");
    is_message("module lib_phy, needed by " IMAGE "modules/drivers/net/card.ko: "
               "is not among the unpacked modules");
    ok(!file_exists(guest.initrd), "nothing is left of it");
    store_module(IMAGE "modules/lib/lib-phy.ko", "mii,card");
    is_number(linux_guest_prepare(&guest), DONE, "it is made, though two modules depend on each other");
    char *names = initrd_names(guest.initrd);
    is_text(names, "dev proc sys modules init modules/00-mii.ko modules/01-lib_phy.ko modules/02-card.ko "
            "TRAILER!!! ", "dependencies are loaded first, each once");
    free(names);
    store(IMAGE "modules/drivers/net/mii.ko", "damaged", 7);
    is_number(linux_guest_prepare(&guest), FAILED, "a damaged module");
    is_message(IMAGE "modules/drivers/net/mii.ko: is not a module of an i386 Linux, or damaged");
    linux_guest_free(&guest);
}

static void check_append(void)
{
    static char list[2048];
    struct linux_guest guest;

    linux_guest_plan(&guest, &manifest);
    char *line = linux_guest_append(&guest, 4711, "rr,1;tcp_in,2");
    ok(line && strstr(line, " slipway.peer=10.0.2.2:4711 slipway.window=5840 slipway.grant=3 "
                       "slipway.list=rr,1;tcp_in,2"),
       "the command line, with the manifest's window and grant");
    free(line);
    memset(list, 'x', sizeof list - 1);
    ok(!linux_guest_append(&guest, 1, list), "one that the kernel would cut is refused");
    linux_guest_free(&guest);
}

int main(void)
{
    char folder[] = "/tmp/slipway-linux-XXXXXX";

    /* The messages that are expected go to a file nobody reads. */
    if (!freopen("/dev/null", "w", stderr) || !mkdtemp(folder) || chdir(folder) < 0)
        return 1;
    check_depends("several", INFORMATION, sizeof INFORMATION, "mii lib_phy ");
    check_depends("an empty list", "depends=", 9, "");
    check_depends("no list", "license=GPL", 12, "");
    check_depends("no text at all", "", 0, "");
    check_depends("a text that nothing ends", "depends=a,b", 11, "a b ");
    check_depends("commas alone", "depends=,,a,,", 14, "a ");
    check_depends("another key's end", "xdepends=a\0depends", 19, "");
    check_damage();
    check_changes();
    check_plan();
    check_initrd();
    check_append();
    tree_remove(folder);
    return tap_end();
}
