/* SPDX-License-Identifier: GPL-2.0-only */
/* A stand-in for the kernel's component model (fake_component.h). */
#include <stdlib.h>
#include <string.h>

#include "fake_component.h"
#include "Memory.h"

extern Component component;

struct fake_implementation fake_implementations[FAKE_IMPLEMENTATIONS];
u32 fake_references;
u32 fake_fail_construct;
char fake_abort_message[256];

static struct fake_reference *new_reference(const void *entries, struct fake_object *object)
{
    struct fake_reference *reference = malloc(sizeof *reference);

    *reference = (struct fake_reference){ entries, object };
    object->references++;
    fake_references++;
    return reference;
}

static u32 construct_object(Component self, u32 implementation, u32 pointer)
{
    struct fake_implementation *made = &fake_implementations[implementation];
    struct fake_object *object;

    (void)self;
    if (fake_fail_construct && !--fake_fail_construct)
        return 0;
    object = malloc(sizeof *object);
    *object = (struct fake_object){ 0, pointer, made->destroy, made, NULL };
    return (u32)new_reference(made->entries, object);
}

static status keep(Component self, u32 implementation)
{
    (void)self;
    fake_implementations[implementation].keeps = 1;
    return OK;
}

static u32 reuse(Component self, u32 implementation, u32 *pointer)
{
    struct fake_implementation *from = &fake_implementations[implementation];
    struct fake_object *object = from->kept;

    (void)self;
    if (!object)
        return 0;
    from->kept = object->next;
    from->kept_count--;
    *pointer = object->self;
    return (u32)new_reference(from->entries, object);
}

static u32 get_kept(Component self, u32 implementation)
{
    (void)self;
    return fake_implementations[implementation].kept_count;
}

/* Whether its implementation keeps it, now that nobody references it. */
static int is_kept(struct fake_object *object)
{
    struct fake_implementation *implementation = object->implementation;

    if (!implementation || !implementation->keeps)
        return 0;
    object->next = implementation->kept;
    implementation->kept = object;
    implementation->kept_count++;
    return 1;
}

static u32 duplicate(Component self, u32 reference)
{
    struct fake_reference *original = (struct fake_reference *)reference;

    (void)self;
    return (u32)new_reference(original->entries, original->object);
}

static status release(Component self, u32 reference)
{
    struct fake_object *object = ((struct fake_reference *)reference)->object;

    (void)self;
    free((void *)reference);
    fake_references--;
    if (--object->references || is_kept(object))
        return OK;
    if (object->destroy)
        object->destroy((void *)object->self);
    free(object);
    return OK;
}

static u32 self_of(Component self, u32 implementation, u32 reference)
{
    (void)self, (void)implementation;
    return ((struct fake_reference *)reference)->object->self;
}

static status map(Component self, Any memory, u32 *address)
{
    (void)self;
    return Memory_getPhysicalAddress((Memory)memory, 0, address);
}

static status unmap(Component self, u32 address)
{
    (void)self, (void)address;
    return OK;
}

static status enable_ports(Component self, IoPorts ports)
{
    (void)self, (void)ports;
    return OK;
}

static void abort_server(Component self, const void *message, u32 length)
{
    (void)self;
    memcpy(fake_abort_message, message, length);
    fake_abort_message[length] = 0;
}

static status check_required(Component self, const void *name, u32 length, Any reference)
{
    (void)self, (void)name, (void)length, (void)reference;
    return OK;
}

void fake_component_start(void)
{
    static const struct Component_entries entries = {
        construct_object, duplicate, release, self_of, map, unmap, enable_ports, abort_server, keep, reuse,
        get_kept, check_required
    };
    static const struct Component_entries *reference = &entries;

    component = &reference;
}

void *fake_object_new(const void *entries)
{
    return new_reference(entries, calloc(1, sizeof(struct fake_object)));
}

/* Memory: its object's `self`, unseen by self_of()'s users, is the block. */
struct block {
    u32 size;
    u8 bytes[];
};

static struct block *block_of(Memory self)
{
    return (struct block *)((struct fake_reference *)self)->object->self;
}

static u32 get_size(Memory self)
{
    return block_of(self)->size;
}

static status get_physical_address(Memory self, u32 offset, u32 *address)
{
    *address = (u32)(block_of(self)->bytes + offset);
    return offset < block_of(self)->size ? OK : E_RANGE;
}

static status new_memory(PhysicalMemory self, u32 size, Memory *memory)
{
    static const struct Memory_entries entries = { get_size, get_physical_address };
    struct block *block = calloc(1, sizeof *block + size);
    struct fake_object *object = malloc(sizeof *object);

    (void)self;
    block->size = size;
    *object = (struct fake_object){ 0, (u32)block, free, NULL, NULL };
    *memory = (Memory)new_reference(&entries, object);
    return OK;
}

static status new_device(Registers self, u32 address, u32 size, Memory *memory)
{
    (void)self, (void)address;
    return new_memory(0, size, memory);
}

static u32 get_free(PhysicalMemory self)
{
    (void)self;
    return 0;
}

PhysicalMemory fake_physical_memory(void)
{
    static const struct PhysicalMemory_entries entries = { new_memory, get_free };
    static const struct PhysicalMemory_entries *reference = &entries;

    return &reference;
}

Registers fake_registers(void)
{
    static const struct Registers_entries entries = { .getMemory = new_device };
    static const struct Registers_entries *reference = &entries;

    return &reference;
}
