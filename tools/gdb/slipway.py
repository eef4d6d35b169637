# SPDX-License-Identifier: GPL-2.0-only
"""gdb's knowledge of servers: where each was loaded, and which file has its symbols.

The kernel's own list of servers is walked whenever one is about to start, so breakpoints
on functions of servers can be set before the system boots: gdb calls them pending until
then. Until there have been about a hundred, no two domains use the same addresses
(space_spread() in kernel/machine/space.h), so that an address belongs to one server wherever it runs.

`slipway gdb` loads this file."""
import glob

import gdb

# Where the build leaves servers with their symbols.
FILES = ("build/servers/*.elf", "build/tools/bench/*.elf", "build/tests/*/*.elf")


class Server:
    """What the kernel says of a server."""

    def __init__(self, server):
        image, signature = server["image"], server["signature"]
        self.name = server["name"].string()
        self.domain = server["domain"]["name"].string()
        self.address = int(image["address"])
        self.size = int(image["pages"]) * 4096
        self.signature = b""
        if int(image["base"]):
            size = int(signature["header"]["size"])
            self.signature = bytes(gdb.selected_inferior().read_memory(int(signature["header"]), size))


def servers():
    """All servers but the kernel, the newest first."""
    server = gdb.parse_and_eval("all_servers")
    while int(server):
        if int(server["image"]["base"]):
            yield Server(server)
        server = server["next"]


class Symbols:
    """The symbol files that gdb has, by address."""

    def __init__(self):
        self.loaded = {}
        self.contents = {}

    def find_file(self, server):
        """The file that has the server's signature, which is in no other: it says where
        the server's functions are."""
        for pattern in FILES:
            for path in glob.glob(pattern):
                if path not in self.contents:
                    with open(path, "rb") as file:
                        self.contents[path] = file.read()
                if server.signature in self.contents[path]:
                    return path
        return None

    def update(self):
        """Makes gdb's symbols those of the servers that there are now."""
        present = {server.address: server for server in servers()}
        for address in [a for a in self.loaded if a not in present]:
            gdb.execute(f"remove-symbol-file -a {address}", to_string=True)
            del self.loaded[address]
        for address, server in present.items():
            path = self.find_file(server)
            if self.loaded.get(address) == path:
                continue
            if address in self.loaded:
                gdb.execute(f"remove-symbol-file -a {address}", to_string=True)
                del self.loaded[address]
            if path:
                gdb.execute(f"add-symbol-file {path} -o {address:#x}", to_string=True)
                self.loaded[address] = path
            else:
                print(f"slipway: no file has the symbols of server {server.name}: run make")


class ServerLoaded(gdb.Breakpoint):
    """Stands where the kernel is about to run a server's constructor; never stops."""

    def __init__(self, symbols):
        super().__init__("server_run", internal=True)
        self.silent = True
        self.symbols = symbols

    def stop(self):
        self.symbols.update()
        return False


class ServersCommand(gdb.Command):
    """Lists the servers that are loaded: name, domain, address, file with symbols."""

    def __init__(self, symbols):
        super().__init__("slipway-servers", gdb.COMMAND_STATUS)
        self.symbols = symbols

    def invoke(self, argument, from_tty):
        self.symbols.update()
        for server in sorted(servers(), key=lambda server: server.address):
            print(f"{server.name:<16} in {server.domain:<12} {server.address:#010x}-"
                  f"{server.address + server.size - 1:#010x}  {self.symbols.loaded.get(server.address, '-')}")


class EndCommand(gdb.Command):
    """Ends QEMU, which may close the connection before it has answered."""

    def __init__(self):
        super().__init__("slipway-end", gdb.COMMAND_RUNNING)

    def invoke(self, argument, from_tty):
        try:
            gdb.execute("kill")
        except gdb.error:
            pass


gdb.execute("set confirm off")
gdb.execute("set pagination off")
gdb.execute("set breakpoint pending on")
# Code is in the files too: the memory of a domain can be read only while it is the current one.
gdb.execute("set trust-readonly-sections on")
symbols = Symbols()
ServersCommand(symbols)
EndCommand()
ServerLoaded(symbols)
