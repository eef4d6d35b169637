/* SPDX-License-Identifier: GPL-2.0-only */
/* QEMU's interface for TCG plugins, version 1, as far as the counting plugin uses it.
 *
 * Debian packages no header of it, but it is a stable binary interface: QEMU exports these functions,
 * looks for the two symbols at the end, and refuses a plugin of a version that it does not serve. */
#ifndef COUNT_PLUGIN_H
#define COUNT_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#define PLUGIN_INTERFACE_VERSION 1

typedef uint64_t qemu_plugin_id_t;

struct qemu_plugin_tb;          /* a translation block while it is translated */
struct qemu_plugin_insn;        /* one guest instruction of it */
struct qemu_info_t;             /* about the machine; not looked at */

enum qemu_plugin_op { QEMU_PLUGIN_INLINE_ADD_U64 };
enum qemu_plugin_cb_flags { QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_CB_R_REGS, QEMU_PLUGIN_CB_RW_REGS };

typedef void (*qemu_plugin_vcpu_tb_trans_cb_t)(qemu_plugin_id_t id, struct qemu_plugin_tb *block);
typedef void (*qemu_plugin_vcpu_udata_cb_t)(unsigned processor, void *data);

/* `callback` is called whenever a block is translated. */
void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, qemu_plugin_vcpu_tb_trans_cb_t callback);

/* `value` is added to the counter whenever the block (the instruction) begins to be executed. */
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb *block, enum qemu_plugin_op operation,
                                              void *counter, uint64_t value);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *instruction,
                                                enum qemu_plugin_op operation, void *counter, uint64_t value);
/* `callback(data)` is called whenever the instruction begins to be executed. */
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *instruction,
                                            qemu_plugin_vcpu_udata_cb_t callback,
                                            enum qemu_plugin_cb_flags flags, void *data);

size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t index);
/* The instruction's bytes and how many they are. */
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *instruction);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *instruction);

/* What the plugin defines: the version it is made for, and where it begins (0: it is ready). */
extern int qemu_plugin_version;
int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info_t *info, int argc, char **argv);

#endif
