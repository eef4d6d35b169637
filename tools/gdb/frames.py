# SPDX-License-Identifier: GPL-2.0-only
"""Backtraces through entry code: from a server in the kernel's domain to its caller.

An entry point is generated, so no debug information says how to get from its frame to the
caller's. It has moved the return address to the thread's newest call frame (kernel/model/
frame.h) and touched no register that a caller keeps. The call frames, the newest first, are
in the order of the entry points on the stack; a call that came from user mode ends the
backtrace, as its caller's stack is in another address space.

`slipway gdb` loads this file."""
import gdb
from gdb.FrameDecorator import FrameDecorator
from gdb.unwinder import Unwinder

CALL = 0xe8                         # and four bytes of distance
PAGE = 4096
USER_AREA = range(0x7fc00000, 0x80000000)       # kernel/machine/machine.h
KEPT = ("ebx", "ebp", "esi", "edi")


def value(expression):
    return gdb.parse_and_eval(expression)


def find_block(pc):
    """The block of entry points that generated code in front of `pc` belongs to, or None."""
    block = value("'entry_block.c'::all_blocks")
    while int(block):
        code = int(block["code"])
        if code < pc <= code + int(block["length"]):
            return block
        block = block["next"]
    return None


def in_entry_code(pc):
    """Whether generated code stands there, right behind a call of something that is not."""
    block = find_block(pc)
    if block is None:
        return False
    memory = bytes(gdb.selected_inferior().read_memory(pc - 5, 5))
    target = pc + int.from_bytes(memory[1:], "little", signed=True)
    code = int(block["code"])
    return memory[0] == CALL and not code <= target < code + int(block["length"])


def entry_name(pc):
    """The function whose entry point that is, or None."""
    block = find_block(pc)
    if block is None:
        return None
    entries = (block["entries"][i] for i in range(int(block["type"]["function_count"])))
    before = [entry for entry in entries if int(entry["code"]) < pc]
    if not before:
        return None
    entry = max(before, key=lambda entry: int(entry["code"]))
    return f"entry of {block['type']['name'].string()}.{entry['function']['name'].string()}"


def call_frames():
    """Return addresses of the running thread's calls, the newest first, as far as they are of
    servers in the kernel's domain."""
    words = gdb.lookup_type("unsigned int").pointer()
    fields = {field.name: field.bitpos // 8 for field in gdb.lookup_type("struct frame_page").fields()}
    frame = value("frame_top")
    while int(frame) % PAGE != fields["base"] and not int(frame["server"]["directory"]):
        saved = 0
        if int(frame["entry"]):         # else the kernel itself called, by plain C
            yield int(frame["return_address"])
            saved = int(frame["entry"]["saved"])
        frame = (frame.cast(words) - saved).cast(frame.type) - 1


class FrameId:
    def __init__(self, sp, pc):
        self.sp, self.pc = sp, pc


class EntryUnwinder(Unwinder):
    """Knows, for the time of a stop, which entry points it has come by: by their stacks."""

    def __init__(self):
        super().__init__("slipway entry code")
        self.seen = []
        gdb.events.cont.connect(self.forget)

    def forget(self, event):
        self.seen = []

    def caller(self, pc, sp):
        """Where the caller goes on; 0 if that is in another domain. None if this is no call."""
        if pc in USER_AREA:
            return 0
        if not in_entry_code(pc):
            return None
        if sp not in self.seen:
            self.seen.append(sp)
        inner = sum(1 for other in self.seen if other < sp)
        return list(call_frames())[inner]

    def __call__(self, pending):
        pc, sp = int(pending.read_register("eip")), int(pending.read_register("esp"))
        try:
            caller = self.caller(pc, sp)
        except (gdb.error, IndexError):
            return None
        if caller is None:
            return None
        unsigned = gdb.lookup_type("unsigned int")
        info = pending.create_unwind_info(FrameId(gdb.Value(sp), gdb.Value(pc)))
        for register in KEPT:
            info.add_saved_register(register, pending.read_register(register))
        info.add_saved_register("esp", gdb.Value(sp).cast(unsigned))
        info.add_saved_register("eip", gdb.Value(caller).cast(unsigned))
        return info


class EntryDecorator(FrameDecorator):
    """Names what has no symbol."""

    def function(self):
        name = super().function()
        if isinstance(name, str):
            return name
        pc = self.inferior_frame().pc()
        return "return to another domain" if pc in USER_AREA else entry_name(pc) or name or "??"


class EntryFilter:
    def __init__(self):
        self.name, self.priority, self.enabled = "slipway entry code", 100, True
        gdb.frame_filters[self.name] = self

    def filter(self, frames):
        return map(EntryDecorator, frames)


gdb.unwinder.register_unwinder(None, EntryUnwinder())
EntryFilter()
