/* SPDX-License-Identifier: GPL-2.0-only */
/* Where entry points stand: a block for each interface that a server implements, with the
 * table that slots point at, and the code.
 *
 * A call through a reference loads the slot's table, loads an entry point from it, and
 * jumps there. A thread can lose the processor between these, and the server can be
 * unloaded meanwhile; so neither table nor code may ever become something else. When a
 * server goes, its blocks are emptied: each entry point now begins the call again,
 * through what the slot says then (struct function_stubs). Later the block serves another
 * server for the same interface, serialised or not as the one before: the entry points
 * are then at the same addresses again, and a thread that comes late finds, by its first
 * comparison, that the slot has another table, and begins again too. */
#include "calls/entry_block.h"

#include "calls/assembler.h"
#include "calls/code_memory.h"
#include "calls/crossing.h"
#include "calls/entry_table.h"
#include "calls/stub.h"
#include "machine/callbacks.h"
#include "machine/heap.h"
#include "machine/interrupts.h"
#include "machine/panic.h"
#include "model/frame.h"
#include "model/server.h"

/* All there are: entry_restart() looks at those without a server too. */
static struct entry_block *all_blocks;

/* How a function of the kernel's is entered directly, or null. */
static const struct direct_function *find_direct(const struct direct_function *direct, u32 address)
{
    for (; direct && direct->function; direct++)
        if (direct->function == address)
            return direct;
    return NULL;
}

static void emit_direct(struct emitter *e, struct entry *entry, const struct direct_function *direct,
                        struct restart_list *sections)
{
    entry->code = direct->direct;
    if (direct->emit) {
        entry->code = emit_address(e);
        direct->emit(e, sections, direct->direct);
    }
    if (direct->emit_trap) {
        u32 trap = entry->trap;

        emit_align(e, CODE_ALIGNMENT);
        entry->trap = emit_address(e);
        direct->emit_trap(e, trap);
    }
}

/* Entry points into user mode turn interrupts off at once; but what is left of them when the server
 * goes does not (emit_empty()). */
static void emit_crossing(struct emitter *e, struct entry_block *block, struct server *server, u32 index,
                          u32 address)
{
    const struct function_stubs *stubs = &block->type->stubs[index];
    struct entry *entry = &block->entries[index];

    crossing_emit(e, server, entry, stubs, (u32)block->table, address);
    restart_note(&block->sections, (struct restart_section){
        entry->code, entry->code + ENTRY_EMPTY_SIZE, stubs->restart
    });
}

/* All entries of a block. `addresses`: of the server's functions, in its image. */
static void emit_block(struct emitter *e, struct entry_block *block, struct server *server,
                       const u32 *addresses, const struct direct_function *direct)
{
    const struct interface_type *type = block->type;
    u32 i;

    block->sections.count = 0;
    for (i = 0; i < type->function_count; i++) {
        u32 address = server_address(server, addresses[i]);
        const struct direct_function *found = find_direct(direct, address);
        struct entry *entry = &block->entries[i];

        emit_align(e, CODE_ALIGNMENT);
        *entry = (struct entry){
            .function = &type->functions[i],
            .saved = server->directory ? 0 : entry_saved_words(&type->functions[i], server->serialised),
            .trap = type->stubs[i].trap
        };
        if (found)
            emit_direct(e, entry, found, &block->sections);
        else if (server->directory)
            emit_crossing(e, block, server, i, address);
        else
            entry_emit(e, server, entry, &type->stubs[i], (u32)block->table, address, &block->sections);
    }
}

static int fits(const struct entry_block *block, const struct interface_type *type,
                const struct server *server)
{
    return block->type == type && block->serialised == server->serialised
        && block->traced == (server->traced != 0) && block->user == (server->directory != 0);
}

/* A block that no server has, which becomes the caller's; or null. */
static struct entry_block *take_spare(const struct interface_type *type, const struct server *server)
{
    struct entry_block *block;
    u32 flags = interrupts_disable();

    for (block = all_blocks; block; block = block->next)
        if (!block->used && fits(block, type, server))
            break;
    if (block)
        block->used = 1;
    interrupts_restore(flags);
    return block;
}

/* A block with memory for its code, which is still to be written. `used` is set. */
static struct entry_block *new_block(struct server *server, const struct interface_type *type,
                                     const u32 *addresses, const struct direct_function *direct)
{
    u32 count = type->function_count;
    u32 size = sizeof(struct entry_block) + count * sizeof(struct entry)
        + entry_table_words(count) * sizeof(u32);
    struct entry_block *block = heap_allocate(size);
    struct emitter e = { .room = 0 };

    if (!block)
        return NULL;
    block->type = type;
    block->serialised = server->serialised;
    block->traced = server->traced != 0;
    block->user = server->directory != 0;
    block->used = 1;
    block->entries = (struct entry *)(block + 1);
    block->table = entry_table_at((u32 *)(block->entries + count), type, count);
    emit_block(&e, block, server, addresses, direct);
    if (!count)
        stub_fill_empty(block->table);
    block->sections.room = block->sections.count;
    block->sections.sections = heap_allocate(block->sections.room * sizeof(struct restart_section) + 1);
    block->length = e.length;
    block->code = block->sections.sections ? code_allocate(e.length) : NULL;
    if (!block->code) {
        heap_free(block->sections.sections);
        heap_free(block);
        return NULL;
    }
    return block;
}

/* Writes the code of a block, as one step: a thread may be about to enter the block by an
 * entry point that it fetched long ago. Interrupts are off. */
static void fill_block(struct entry_block *block, struct server *server, const u32 *addresses,
                       const struct direct_function *direct)
{
    struct emitter e = { .code = block->code, .room = block->length };
    u32 i;

    emit_block(&e, block, server, addresses, direct);
    ASSERT(e.length == block->length);
    for (i = 0; i < block->type->function_count; i++) {
        block->table[i] = block->entries[i].code;
        block->table[ENTRIES_TRAP(i)] = block->entries[i].trap;
    }
}

static status make_block(struct server *server, u32 index, const struct direct_function *direct)
{
    struct implementation *implementation = &server->implementations[index];
    const u32 *addresses = server->signature.addresses + server->signature.implemented[index].first_address;
    struct entry_block *block = take_spare(implementation->type, server), *made = NULL;
    u32 flags;

    if (!block)
        block = made = new_block(server, implementation->type, addresses, direct);
    if (!block)
        return E_NOMEM;
    flags = interrupts_disable();
    fill_block(block, server, addresses, direct);
    if (made) {
        made->next = all_blocks;
        all_blocks = made;
    }
    interrupts_restore(flags);
    implementation->block = block;
    implementation->entries = block->table;
    return OK;
}

status entries_make(struct server *server, const struct direct_function *direct)
{
    status result = OK;
    u32 i;

    for (i = 0; i < server->signature.header->implemented_count && result >= 0; i++)
        result = make_block(server, i, direct);
    return result;
}

/* What an entry point of no server does: it begins the call again, unless the slot's table is
 * still this one, as that of a slot can be that was lent and is free again. */
static void emit_empty(const struct entry_block *block, u32 index)
{
    struct emitter e = { .code = (u8 *)block->entries[index].code, .room = block->length };

    emit_load(&e, ECX, ESP, 4);
    emit_compare_memory(&e, ECX, (i32)offsetof(struct slot, entries), (u32)block->table);
    emit_jump_if(&e, IF_NOT_EQUAL, block->type->stubs[index].restart);
    emit_jump(&e, block->type->gone[index]);
}

/* As one step too. */
static void empty_block(struct entry_block *block)
{
    u32 flags = interrupts_disable(), i;

    for (i = 0; i < block->type->function_count; i++)
        emit_empty(block, i);
    block->used = 0;
    interrupts_restore(flags);
}

void entries_free(struct server *server)
{
    u32 i;

    for (i = 0; server->implementations && i < server->signature.header->implemented_count; i++)
        if (server->implementations[i].block) {
            empty_block(server->implementations[i].block);
            server->implementations[i].block = NULL;
        }
}

u32 entry_restart(u32 eip)
{
    const struct entry_block *block = code_contains(eip) ? all_blocks : NULL;
    const struct restart_section *section, *end;

    while (block && eip - (u32)block->code >= block->length)
        block = block->next;
    if (!block)
        return eip;
    end = block->sections.sections + block->sections.count;
    for (section = block->sections.sections; section != end; section++)
        if (eip >= section->begin && eip < section->end)
            return section->target;
    return eip;
}
