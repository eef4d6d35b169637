/* SPDX-License-Identifier: GPL-2.0-only */
/* What the boot loader left. All of it is copied, because the page allocator will
 * soon hand out the memory that it lies in. (Multiboot Specification 0.6.96, 3.3.) */
#include "bytes.h"
#include "machine/machine.h"
#include "machine/multiboot.h"
#include "machine/pages.h"
#include "machine/panic.h"

#define LOADER_MAGIC        0x2badb002
#define INFORMATION_MODULES (1u << 3)
#define INFORMATION_MAP     (1u << 6)
#define REGION_RAM          1

struct information {            /* the head of the multiboot information */
    u32 flags;
    u32 memory_lower, memory_upper;
    u32 boot_device;
    u32 command_line;
    u32 module_count;
    u32 modules;                /* physical address of struct module_entry[] */
    u32 symbols[4];
    u32 map_length;             /* in bytes */
    u32 map;                    /* physical address of struct map_entry */
};

struct module_entry {
    u32 start, end;             /* physical; end is exclusive */
    u32 command_line;           /* physical address of a string, or 0 */
    u32 reserved;
};

struct map_entry {
    u32 size;                   /* of the entry, without this field */
    u64 address;
    u64 length;
    u32 type;
} __attribute__((packed));

struct memory_region memory_regions[MULTIBOOT_REGIONS_MAX];
u32 memory_region_count;
struct module modules[MULTIBOOT_MODULES_MAX];
u32 module_count;

/* The boot loader's data at a physical address; panics where the direct map ends. */
static const void *loader_data(u32 address, u32 size, const char *what)
{
    if (address > DIRECT_MAP_SIZE || size > DIRECT_MAP_SIZE - address)
        panic("multiboot: %s at 0x%x lies above %u MiB: start with less memory", what, address,
              DIRECT_MAP_SIZE >> 20);
    return direct_map(address);
}

static void copy_region(const struct map_entry *entry)
{
    const u64 limit = 0xffffffff;
    if (entry->type != REGION_RAM || !entry->length || entry->address >= limit)
        return;
    u64 room = limit - entry->address;
    if (memory_region_count == MULTIBOOT_REGIONS_MAX)
        panic("multiboot: more than %u memory regions", MULTIBOOT_REGIONS_MAX);
    memory_regions[memory_region_count++] = (struct memory_region){
        (u32)entry->address, (u32)(entry->length < room ? entry->length : room)
    };
}

static void copy_regions(const struct information *information)
{
    const char *entry = loader_data(information->map, information->map_length, "the memory map");
    const char *end = entry + information->map_length;
    while ((u32)(end - entry) >= sizeof(struct map_entry)) {
        copy_region((const struct map_entry *)entry);
        entry += ((const struct map_entry *)entry)->size + sizeof(u32);
        if (entry > end)
            break;
    }
}

/* The last path component of the last word, cut to the name's size. */
static void copy_name(char *name, const char *command_line)
{
    const char *start = command_line;
    u32 length = 0;
    for (const char *at = command_line; *at; at++)
        if ((*at == ' ' || *at == '/') && at[1] && at[1] != ' ')
            start = at + 1;
    while (length < MODULE_NAME_MAX && start[length] && start[length] != ' ' && start[length] != '/')
        length++;
    memcpy(name, start, length);
    name[length] = 0;
}

static void copy_modules(const struct information *information)
{
    u32 count = information->module_count;
    if (count > MULTIBOOT_MODULES_MAX)
        panic("multiboot: %u modules, at most %u are possible", count, MULTIBOOT_MODULES_MAX);
    const struct module_entry *entry =
        loader_data(information->modules, count * sizeof *entry, "the list of modules");
    for (; count; count--, entry++) {
        struct module *module = &modules[module_count++];
        if (entry->command_line)
            copy_name(module->name, loader_data(entry->command_line, 1, "a module's command line"));
        if (entry->end < entry->start)
            panic("multiboot: module %s ends before it starts", module->name);
        module->address = entry->start;
        module->size = entry->end - entry->start;
        loader_data(module->address, module->size, "a module");
    }
}

void multiboot_initialise(u32 magic, u32 address)
{
    if (magic != LOADER_MAGIC)
        panic("multiboot: the kernel needs a multiboot boot loader (magic 0x%x)", magic);
    const struct information *information = loader_data(address, sizeof *information, "the information");
    if (!(information->flags & INFORMATION_MAP))
        panic("multiboot: the boot loader gave no memory map");
    copy_regions(information);
    if (information->flags & INFORMATION_MODULES)
        copy_modules(information);
}

status module_find(const char *name, const void **address, u32 *size)
{
    for (u32 i = 0; i < module_count; i++)
        if (!strcmp(modules[i].name, name)) {
            *address = direct_map(modules[i].address);
            *size = modules[i].size;
            return OK;
        }
    return E_NOENT;
}
