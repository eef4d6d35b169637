/* SPDX-License-Identifier: GPL-2.0-only */
/* What a booted guest said of itself on its console, for the report. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "boot/console_facts.h"

/* "system: nic = rtl8139 in driver, 73180 bytes, sha256 ..."; null if it is another line. */
static json_t *loaded_server(const char *line)
{
    char name[64], file[64], domain[64], digest[65];
    long long bytes;

    if (sscanf(line, "system: %63s = %63s in %63[^,], %lld bytes, sha256 %64[0-9a-f]", name, file, domain,
               &bytes, digest) != 5)
        return NULL;
    return json_pack("{s:s, s:s, s:s, s:I, s:s}", "name", name, "file", file, "domain", domain,
                     "bytes", (json_int_t)bytes, "sha256", digest);
}

static void add_line(json_t *results, json_t *loaded, json_t *quirks, const char *line)
{
    unsigned servers;

    if (starts_with(line, "pci: quirk "))
        json_array_append_new(quirks, json_stringn(line + 5, strcspn(line + 5, "\n")));
    else if (sscanf(line, "system: %u servers up", &servers) == 1)
        json_object_set_new(results, "servers", json_integer(servers));
    else if (starts_with(line, "system: ")) {
        json_t *server = loaded_server(line);
        if (server)
            json_array_append_new(loaded, server);
    }
}

static bool all_in_kernel(const json_t *loaded)
{
    size_t index;
    json_t *server;

    json_array_foreach(loaded, index, server)
        if (strcmp(json_string_value(json_object_get(server, "domain")), "kernel"))
            return false;
    return true;
}

void guest_facts_add(json_t *results, const char *console)
{
    json_t *quirks = json_array(), *loaded = json_array();

    for (const char *line = console; *line; line += line[0] == '\n') {
        add_line(results, loaded, quirks, line);
        line += strcspn(line, "\n");
    }
    if (!json_object_get(results, "placement"))
        json_object_set_new(results, "placement",
                            json_string(all_in_kernel(loaded) ? "kernel" : "of the description"));
    json_object_set_new(results, "loaded", loaded);
    json_object_set_new(results, "quirks", quirks);
}
