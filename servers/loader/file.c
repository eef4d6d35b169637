/* SPDX-License-Identifier: GPL-2.0-only */
/* Server files. The loader copies one from its boot module before it looks at it: a server that
 * was given `module(NAME)` could change the module between the look and the loading. The copy is also what a server is
 * loaded from again.
 */
#include "loader.h"

/* The boot module that holds the server file, called `pci` or `pci.server`. */
static status open_module(struct span name, Memory *module)
{
    char text[PARSE_NAME_MAX + sizeof "module(.server)"];
    status result;

    snprintf(text, sizeof text, "module(%.*s)", (int)name.length, name.start);
    result = open_kernel_object(text, (Any *)module);
    if (result != E_NOENT)
        return result;
    snprintf(text, sizeof text, "module(%.*s.server)", (int)name.length, name.start);
    return open_kernel_object(text, (Any *)module);
}

static status map(Memory memory, u32 *address)
{
    return Component_map(component, (Any)memory, address);
}

static status copy(Memory module, struct file *file)
{
    u32 from = 0, to = 0;
    status result = map(module, &from);

    if (result >= 0)
        result = map(file->memory, &to);
    if (result >= 0) {
        memcpy((void *)to, (const void *)from, file->size);
        sha256((const void *)to, file->size, file->digest);
    }
    if (from)
        Component_unmap(component, from);
    if (to)
        Component_unmap(component, to);
    return result;
}

status file_open(struct file *file)
{
    Memory module;
    status result = open_module(file->name, &module);

    file->memory = 0;
    if (result < 0)
        return result;
    file->size = Memory_getSize(module);
    result = PhysicalMemory_allocate(kernel_memory, file->size, &file->memory);
    if (result >= 0)
        result = copy(module, file);
    Memory_release(module);
    if (result < 0)
        file_close(file);
    return result;
}

void file_close(struct file *file)
{
    Memory_release(file->memory);
    file->memory = 0;
}
