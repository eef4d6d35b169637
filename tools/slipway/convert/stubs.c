/* SPDX-License-Identifier: GPL-2.0-only */
/* Writing the stubs that a manifest declares. Each says once, when it is called, that it is
 * a stub and why. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/message.h"
#include "convert/gap.h"

static void write_string(FILE *stream, const char *text)
{
    for (; *text; text++) {
        if (*text == '%')
            fputc('%', stream);
        if (*text == '"' || *text == '\\')
            fputc('\\', stream);
        fputc(*text == '\n' ? ' ' : *text, stream);
    }
}

/* The function has a name of its own in C and the symbol's in the object: a header may
 * declare the symbol with any type, and no declaration of ours can contradict it. A caller
 * on IA-32 takes back its arguments itself, and takes a result of up to 32 bits from eax. */
static void write_stub(FILE *stream, const struct manifest_stub *stub)
{
    fprintf(stream, "\nlong stub_%s(void) __asm__(\"%s\");\nlong stub_%s(void)\n{\n    static int told;\n\n",
            stub->symbol, stub->symbol, stub->symbol);
    fprintf(stream, "    if (!told++)\n        printk(KERN_WARNING \"stub: %s() was called: ", stub->symbol);
    write_string(stream, stub->why);
    fputs("\\n\");\n", stream);
    if (stub->policy == STUB_STOP)
        fprintf(stream, "    panic(\"stub: %s() has no way to go on\");\n}\n", stub->symbol);
    else
        fprintf(stream, "    return %s%s;\n}\n", stub->policy == STUB_ERROR ? "-" : "0",
                stub->policy == STUB_ERROR ? stub->error : "");
}

static bool write_file(const struct conversion *conversion, const char *name, const char *text, size_t size)
{
    char *path = format("%s/%s", conversion->folder, name);
    bool good = file_write(path, text, size) == 0;

    if (!good)
        report_error(strerror(errno), NULL, "%s", path);
    free(path);
    return good;
}

bool stubs_write(const struct conversion *conversion)
{
    const struct manifest *manifest = &conversion->manifest;
    char *source = NULL, *header = NULL;
    size_t source_size, header_size;

    if (!manifest->stub_count)
        return true;
    FILE *c = open_memstream(&source, &source_size), *h = open_memstream(&header, &header_size);
    if (!c || !h) {
        report_error(strerror(errno), NULL, "stubs.c");
        return false;
    }
    fprintf(c, "/* Made by slipway convert from ported/%s/manifest.json. */\n"
               "#include <linux/errno.h>\n#include <linux/kernel.h>\n#include <linux/printk.h>\n",
            manifest->name);
    fprintf(h, "/* Made by slipway convert from ported/%s/manifest.json. */\n", manifest->name);
    for (size_t i = 0; i < manifest->stub_count; i++) {
        write_stub(c, &manifest->stubs[i]);
        if (manifest->stubs[i].declaration)
            fprintf(h, "%s\n", manifest->stubs[i].declaration);
    }
    fclose(c);
    fclose(h);
    bool good = write_file(conversion, "stubs.c", source, source_size) &&
        write_file(conversion, "stubs.h", header, header_size);
    free(source);
    free(header);
    return good;
}
