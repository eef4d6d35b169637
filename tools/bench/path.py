# SPDX-License-Identifier: GPL-2.0-only
"""Lists a call instruction by instruction: `slipway-call-path FUNCTION CLIENT`.

FUNCTION is one of the client's operations (tools/bench/servers/client/client.c), CLIENT its
server in tools/bench/path.system. Its first batch warms up; in the second one a whole call is
stepped through, from behind the one before to its end, and printed with the place of each
instruction. To be sourced under `slipway gdb`."""
import re

import gdb

LIMIT = 2000                # instructions; a call is far shorter
USER_AREA = 0x7fc00000      # kernel/machine/machine.h
USER_AREA_SIZE = 0x400000
KERNEL = 0xc0000000


class Places:
    """Says where an instruction stands."""

    def __init__(self, client):
        self.servers = list(servers())
        self.client = client
        self.called = False

    def name(self, pc):
        for server in self.servers:
            if server.address <= pc < server.address + server.size:
                if server.name == self.client:
                    return "caller"
                self.called = True
                return "callee"
        if USER_AREA <= pc < USER_AREA + USER_AREA_SIZE:
            return "return stub" if self.called else "stub"
        symbol = symbol_at(pc)
        if symbol:
            return symbol.split("+")[0]
        return "leave code" if self.called else "enter code"


def symbol_at(value):
    """The kernel's symbol for an address, or None."""
    text = gdb.execute(f"info symbol {value:#x}", to_string=True)
    match = re.match(r"(\w+)(?: \+ (\d+))? in section", text)
    return match and match.group(1) + ("+" + match.group(2) if match.group(2) else "")


def with_symbols(text):
    """Addresses of the kernel's variables and functions by their names, as far as they have any."""
    def name(match):
        value = int(match.group(2), 16) * (-1 if match.group(1) == "-" else 1) & 0xffffffff
        symbol = symbol_at(value) if value >= KERNEL else None
        return ("+" if match.group(1) else "") + symbol if symbol else match.group(0)

    text = re.sub(r"ds:(0x[0-9a-f]+)", r"[\1]", re.sub(r" <[^>]*>", "", text))
    return re.sub(r"([+-]?)(0x[0-9a-f]+)", name, text)


def instruction_at(pc):
    """In Intel's notation, without the address."""
    text = gdb.execute(f"x/i {pc:#x}", to_string=True).split(":", 1)[1]
    return with_symbols(re.sub(r"\s+", " ", text).strip()).replace("DWORD PTR ", "")


class CallPath(gdb.Command):
    """Lists a call instruction by instruction: slipway-call-path FUNCTION CLIENT."""

    def __init__(self):
        super().__init__("slipway-call-path", gdb.COMMAND_RUNNING)

    def stop_in(self, function, client):
        """Continues to the client's second batch of the function."""
        breakpoint = gdb.Breakpoint(function)
        arrivals = 0
        while arrivals < 2:
            gdb.execute("continue", to_string=True)
            pc = int(gdb.parse_and_eval("$pc"))
            arrivals += any(server.name == client and server.address <= pc < server.address + server.size
                            for server in servers())
        breakpoint.delete()

    def steps(self, places):
        """The instructions from here on, with their places."""
        last = 0
        for _ in range(LIMIT):
            pc = int(gdb.parse_and_eval("$pc"))
            if pc != last:                  # else a step that an interrupt came before
                yield places.name(pc), instruction_at(pc)
            last = pc
            gdb.execute("stepi", to_string=True)
        raise gdb.GdbError("the call does not end")

    def one_call(self, places):
        """Those of one call: each ends where the caller takes its parameters off the stack, which
        is one instruction."""
        calls, call, away = 0, [], False
        for place, text in self.steps(places):
            call.append((place, text))
            if place != "caller":
                away = True
            elif away:
                calls += 1
                if calls == 2:
                    return call
                call, away, places.called = [], False, False
        return call

    def invoke(self, argument, from_tty):
        function, client = argument.split()
        gdb.execute("set disassembly-flavor intel")
        gdb.execute("set suppress-cli-notifications on")
        self.stop_in(function, client)
        call = self.one_call(Places(client))
        print(f"{function}() of {client}, {len(call)} instructions\n")
        totals = {}
        for number, (place, text) in enumerate(call, 1):
            totals[place] = totals.get(place, 0) + 1
            print(f"{number:5}  {place:<22} {text}")
        print("\n       " + ", ".join(f"{place} {count}" for place, count in totals.items()) + "\n\n")


CallPath()
