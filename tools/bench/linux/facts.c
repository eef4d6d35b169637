/* SPDX-License-Identifier: GPL-2.0-only */
/* What this Linux says of itself that matters to a comparison. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "guest.h"

#define VULNERABILITIES "/sys/devices/system/cpu/vulnerabilities"

/* The first line of a file, without its end; empty if it cannot be read. */
static void read_line(const char *path, char *line, int size)
{
    FILE *file = fopen(path, "re");

    if (!file || !fgets(line, size, file))
        *line = 0;
    if (file)
        fclose(file);
    line[strcspn(line, "\n")] = 0;
    for (char *tab = line; (tab = strchr(tab, '\t')); )
        *tab = ' ';
}

static void tell_mitigations(void)
{
    static const char prefix[] = "Mitigation: ";
    DIR *folder = opendir(VULNERABILITIES);
    const char *between = "";

    printf("workload: fact mitigations: ");
    for (struct dirent *entry; folder && (entry = readdir(folder)); ) {
        char path[512], line[512];
        snprintf(path, sizeof path, VULNERABILITIES "/%s", entry->d_name);
        read_line(path, line, sizeof line);
        if (strncmp(line, prefix, strlen(prefix)) == 0) {
            printf("%s%s: %s", between, entry->d_name, line + strlen(prefix));
            between = "; ";
        }
    }
    puts(*between ? "" : "none");
    if (folder)
        closedir(folder);
}

void tell_facts(void)
{
    char line[512];

    read_line("/proc/sys/net/ipv4/tcp_wmem", line, sizeof line);
    printf("workload: fact TCP send buffer: autotuned, %s bytes (tcp_wmem)\n", line);
    read_line("/proc/version", line, sizeof line);
    const char *compiler = strstr(line, "(gcc");
    if (compiler)
        printf("workload: fact compiled: by Debian, %.*s\n", (int)strcspn(compiler + 1, ","), compiler + 1);
    tell_mitigations();
}
