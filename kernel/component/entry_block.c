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
#include "entry_block.h"

#include "code_memory.h"
#include "emit.h"
#include "frame.h"
#include "heap.h"
#include "interrupts.h"
#include "server.h"

/* Blocks that no server has. */
static struct entry_block *spare_blocks;

/* The direct entry point for the kernel's function at `address`, or 0. */
static u32 direct_entry(const struct direct_function *direct, u32 address)
{
    for (; direct && direct->function; direct++)
        if (direct->function == address)
            return direct->direct;
    return 0;
}

/* All entries of a block. `addresses`: of the server's functions, in its image. */
static void emit_block(struct emitter *e, struct entry_block *block, struct server *server,
                       const u32 *addresses, const struct direct_function *direct)
{
    const struct interface_type *type = block->type;
    u32 i;

    for (i = 0; i < type->function_count; i++) {
        u32 address = (u32)server->image.base + addresses[i];

        block->entries[i] = (struct entry){
            .function = &type->functions[i],
            .restart = type->stubs[i].restart,
            .saved = entry_saved_words(&type->functions[i], server->serialised),
            .code = direct_entry(direct, address)
        };
        if (!block->entries[i].code)
            entry_emit(e, server, &block->entries[i], &type->stubs[i], (u32)block->table, address);
    }
}

static struct entry_block *take_spare(const struct interface_type *type, u32 serialised)
{
    struct entry_block **link = &spare_blocks, *block;
    u32 flags = interrupts_disable();

    while (*link && ((*link)->type != type || (*link)->serialised != serialised))
        link = &(*link)->next;
    block = *link;
    if (block)
        *link = block->next;
    interrupts_restore(flags);
    return block;
}

static void give_spare(struct entry_block *block)
{
    u32 flags = interrupts_disable();

    block->next = spare_blocks;
    spare_blocks = block;
    interrupts_restore(flags);
}

/* A block without code yet. */
static struct entry_block *new_block(const struct interface_type *type, u32 serialised)
{
    u32 count = type->function_count;
    u32 size = sizeof(struct entry_block) + count * (sizeof(struct entry) + sizeof(u32));
    struct entry_block *block = heap_allocate(size);

    if (block) {
        block->type = type;
        block->serialised = serialised;
        block->entries = (struct entry *)(block + 1);
        block->table = (u32 *)(block->entries + count);
    }
    return block;
}

static status make_block(struct server *server, u32 index, const struct direct_function *direct)
{
    struct implementation *implementation = &server->implementations[index];
    const u32 *addresses = server->signature.addresses + server->signature.implemented[index].first_address;
    struct entry_block *block = take_spare(implementation->type, server->serialised);
    struct emitter e = { .room = 0 };
    u32 i;

    if (!block)
        block = new_block(implementation->type, server->serialised);
    if (!block)
        return E_NOMEM;
    emit_block(&e, block, server, addresses, direct);
    if (!block->code) {
        block->code = code_allocate(e.length);
        block->length = e.length;
    }
    if (!block->code) {
        heap_free(block);
        return E_NOMEM;
    }
    e = (struct emitter){ .code = block->code, .room = block->length };
    emit_block(&e, block, server, addresses, direct);
    for (i = 0; i < block->type->function_count; i++)
        block->table[i] = block->entries[i].code;
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

static void empty_block(struct entry_block *block)
{
    struct emitter e;
    u32 i;

    for (i = 0; i < block->type->function_count; i++) {
        e = (struct emitter){ .code = (u8 *)block->entries[i].code, .room = ENTRY_CODE_MIN };
        emit_jump(&e, block->type->stubs[i].restart);
    }
    give_spare(block);
}

void entries_free(struct server *server)
{
    u32 i;

    for (i = 0; server->implementations && i < server->signature.header->implemented_count; i++)
        if (server->implementations[i].block)
            empty_block(server->implementations[i].block);
}

/* The entry in whose opening `eip` stands, or null. */
static const struct entry *opening_at(const struct entry_block *block, u32 eip)
{
    u32 i;

    if (eip - (u32)block->code < block->length)
        for (i = 0; i < block->type->function_count; i++)
            if (block->entries[i].committed
                && eip - block->entries[i].code < block->entries[i].committed - block->entries[i].code)
                return &block->entries[i];
    return NULL;
}

u32 entry_restart(u32 eip)
{
    const struct server *server;
    const struct entry *entry;
    u32 i;

    for (server = all_servers; server; server = server->next)
        for (i = 0; i < server->signature.header->implemented_count; i++) {
            entry = opening_at(server->implementations[i].block, eip);
            if (entry)
                return entry->restart;
        }
    return eip;
}
