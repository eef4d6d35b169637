/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading /proc/net/udp. */
#include <stdio.h>

#include "bench/peer_socket.h"

enum { LINE = 512 };

bool peer_socket_look(unsigned port, struct peer_socket *socket)
{
    FILE *file = fopen("/proc/net/udp", "re");
    char line[LINE];
    bool found = false;

    while (file && !found && fgets(line, sizeof line, file)) {
        unsigned local;
        unsigned long waiting;
        unsigned long long dropped;
        /* Number, addresses and ports, state, queues, timer, retransmits, user, timeout, inode, references,
         * address of the socket, and what it dropped. */
        found = sscanf(line, " %*u: %*x:%x %*x:%*x %*x %*x:%lx %*x:%*x %*x %*u %*u %*u %*u %*s %llu", &local,
                       &waiting, &dropped) == 3 && local == port;
        if (found)
            *socket = (struct peer_socket){ dropped, waiting };
    }
    if (file)
        fclose(file);
    return found;
}
