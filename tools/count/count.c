/* SPDX-License-Identifier: GPL-2.0-only */
/* A QEMU plugin that counts the instructions that any guest executes between two markers.
 *
 *     -plugin build/tools/count/count.so,out=FILE
 *
 * Counted is by translation block: QEMU's translated code itself adds the number of a block's
 * instructions to a counter for the block's first address, which costs little. A block that an
 * interrupt or fault leaves half way counts as a whole, which is within 0.2 % of what is executed.
 * A repeated string instruction is executed once for each repetition, and counts so; how many of
 * the instructions were such repetitions is told apart. A guest that waits executes nothing.
 *
 * The markers are long NOPs, 0f 1f 80 NN 00 4c 53 = nopl 0x534c00NN(%eax): NN 1 begins an interval and
 * counts from zero, NN 2 ends it and appends to FILE:
 *
 *     interval ORDINAL instructions=N rep=N
 *     block ADDRESS INSTRUCTIONS          (hexadecimal, ascending; one line for each address)
 *     end
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin.h"

enum {
    SLOT_BITS = 20, SLOTS = 1 << SLOT_BITS,     /* a power of two, more than any guest here has blocks */
    SLOTS_FILLED_MAX = SLOTS / 4 * 3,
    MARKER_SIZE = 7, MARK_BEGIN = 1, MARK_END = 2
};

/* The counter of one address. Its place never changes: translated code has its address. */
struct slot {
    uint64_t instructions;
    uint32_t address;
    bool used;
};

static struct slot slots[SLOTS];
static unsigned slots_used;
static uint64_t repetitions;
static unsigned long intervals;
static bool counting;
static FILE *out;

__attribute__((visibility("default"))) int qemu_plugin_version = PLUGIN_INTERFACE_VERSION;

static uint64_t *counter(uint32_t address)
{
    uint32_t at = address * 2654435761u >> (32 - SLOT_BITS);

    while (slots[at].used && slots[at].address != address)
        at = (at + 1) % SLOTS;
    if (!slots[at].used) {
        if (++slots_used > SLOTS_FILLED_MAX) {
            fprintf(stderr, "count: the guest has more than %d translation blocks\n", SLOTS_FILLED_MAX);
            exit(1);
        }
        slots[at].used = true;
        slots[at].address = address;
    }
    return &slots[at].instructions;
}

static int by_address(const void *left, const void *right)
{
    const struct slot *a = *(struct slot *const *)left, *b = *(struct slot *const *)right;

    return (a->address > b->address) - (a->address < b->address);
}

static void begin_interval(void)
{
    for (unsigned i = 0; i < SLOTS; i++)
        slots[i].instructions = 0;
    repetitions = 0;
    counting = true;
}

static void end_interval(void)
{
    static struct slot *executed[SLOTS];
    unsigned count = 0;
    uint64_t sum = 0;

    if (!counting)
        return;
    for (unsigned i = 0; i < SLOTS; i++) {
        if (slots[i].instructions == 0)
            continue;
        executed[count++] = &slots[i];
        sum += slots[i].instructions;
    }
    qsort(executed, count, sizeof *executed, by_address);
    fprintf(out, "interval %lu instructions=%" PRIu64 " rep=%" PRIu64 "\n", intervals++, sum, repetitions);
    for (unsigned i = 0; i < count; i++)
        fprintf(out, "block %" PRIx32 " %" PRIu64 "\n", executed[i]->address, executed[i]->instructions);
    fprintf(out, "end\n");
    fflush(out);
    counting = false;
}

static void on_marker(unsigned processor, void *data)
{
    (void)processor;
    if ((uintptr_t)data == MARK_BEGIN)
        begin_interval();
    else
        end_interval();
}

/* Whether the instruction is a string instruction that is repeated. */
static bool is_repeated(const uint8_t *bytes, size_t size)
{
    bool repeated = false;
    size_t at = 0;

    for (; at < size && memchr("\xf3\xf2\x66\x67", bytes[at], 4); at++)
        repeated |= bytes[at] >= 0xf2;
    if (!repeated || at == size)
        return false;
    return (bytes[at] >= 0x6c && bytes[at] <= 0x6f) || (bytes[at] >= 0xa4 && bytes[at] <= 0xa7)
           || (bytes[at] >= 0xaa && bytes[at] <= 0xaf);
}

/* The number of a marker, 0 if the instruction is none. */
static unsigned marker_of(const uint8_t *bytes, size_t size)
{
    static const uint8_t nop[] = { 0x0f, 0x1f, 0x80 }, magic[] = { 0x00, 0x4c, 0x53 };

    if (size != MARKER_SIZE || memcmp(bytes, nop, 3) != 0 || memcmp(bytes + 4, magic, 3) != 0)
        return 0;
    return bytes[3] == MARK_BEGIN || bytes[3] == MARK_END ? bytes[3] : 0;
}

static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *block)
{
    size_t count = qemu_plugin_tb_n_insns(block);

    (void)id;
    qemu_plugin_register_vcpu_tb_exec_inline(block, QEMU_PLUGIN_INLINE_ADD_U64,
                                             counter((uint32_t)qemu_plugin_tb_vaddr(block)), count);
    for (size_t i = 0; i < count; i++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
        const uint8_t *bytes = qemu_plugin_insn_data(instruction);
        size_t size = qemu_plugin_insn_size(instruction);
        unsigned marker = marker_of(bytes, size);

        if (is_repeated(bytes, size))
            qemu_plugin_register_vcpu_insn_exec_inline(instruction, QEMU_PLUGIN_INLINE_ADD_U64,
                                                       &repetitions, 1);
        if (marker)
            qemu_plugin_register_vcpu_insn_exec_cb(instruction, on_marker, QEMU_PLUGIN_CB_NO_REGS,
                                                   (void *)(uintptr_t)marker);
    }
}

__attribute__((visibility("default")))
int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info_t *info, int argc, char **argv)
{
    (void)info;
    if (argc != 1 || strncmp(argv[0], "out=", 4) != 0) {
        fprintf(stderr, "count: expected one argument, out=FILE\n");
        return -1;
    }
    out = fopen(argv[0] + 4, "w");
    if (!out) {
        perror(argv[0] + 4);
        return -1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
    return 0;
}
