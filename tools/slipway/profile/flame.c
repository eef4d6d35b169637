/* SPDX-License-Identifier: GPL-2.0-only */
/* A flame graph of an attribution of instructions, which is sorted by domain, server, file and
 * function, so at each level neighbours with the same name make one box. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "profile/flame.h"

enum { LEVELS = 5, WIDTH = 1200, BAR = 22, MARGIN = 10, TOP = 40, LETTER = 7 };

#define NARROWEST 0.3           /* pixels; what is narrower is not drawn */

/* What of a share the box of a level stands for; level 0 is everything. */
static const char *name_at(const struct share *share, unsigned level)
{
    const char *const names[LEVELS] = { "all", share->position.domain, share->position.server,
                                        share->position.file, share->position.function };

    return names[level];
}

static bool same_box(const struct share *a, const struct share *b, unsigned level)
{
    for (unsigned i = 0; i <= level; i++)
        if (strcmp(name_at(a, i), name_at(b, i)) != 0)
            return false;
    return true;
}

static void put_escaped(FILE *stream, const char *text, size_t length)
{
    for (size_t i = 0; i < length && text[i]; i++)
        switch (text[i]) {
        case '<':
            fputs("&lt;", stream);
            break;
        case '>':
            fputs("&gt;", stream);
            break;
        case '&':
            fputs("&amp;", stream);
            break;
        case '"':
            fputs("&quot;", stream);
            break;
        default:
            fputc((unsigned char)text[i] < ' ' ? '?' : text[i], stream);
        }
}

/* A colour that depends on the server, so that its boxes look alike; the darker the lower. */
static unsigned hue(const struct share *share, unsigned level)
{
    unsigned hash = 2166136261u;

    for (const char *letter = level < 2 ? share->position.domain : share->position.server; *letter; letter++)
        hash = (hash ^ (unsigned char)*letter) * 16777619u;
    return hash % 360;
}

static void put_box(FILE *stream, const struct attribution *attribution, const struct share *share, unsigned level,
                    unsigned long long before, unsigned long long instructions)
{
    double scale = (WIDTH - 2.0 * MARGIN) / (double)attribution->instructions;
    double x = MARGIN + scale * (double)before, width = scale * (double)instructions;
    unsigned y = TOP + (LEVELS - 1 - level) * BAR;
    const char *name = name_at(share, level);
    size_t room = width < 2 * LETTER ? 0 : (size_t)((width - 6) / LETTER);

    if (width < NARROWEST)
        return;
    fprintf(stream, "<g><title>");
    for (unsigned i = 1; i <= level; i++) {
        put_escaped(stream, name_at(share, i), SIZE_MAX);
        fprintf(stream, i < level ? " / " : ": ");
    }
    fprintf(stream, "%llu instructions, %.2f %%</title>", instructions,
            100.0 * (double)instructions / (double)attribution->instructions);
    fprintf(stream, "<rect x=\"%.2f\" y=\"%u\" width=\"%.2f\" height=\"%d\" fill=\"hsl(%u,%d%%,%u%%)\"/>",
            x, y, width, BAR - 1, hue(share, level), level ? 60 : 0, 62 + 5 * level);
    if (room > 2) {
        fprintf(stream, "<text x=\"%.2f\" y=\"%u\">", x + 3, y + BAR - 7);
        put_escaped(stream, name, room);
        fprintf(stream, "</text>");
    }
    fprintf(stream, "</g>\n");
}

static void put_level(FILE *stream, const struct attribution *attribution, unsigned level)
{
    unsigned long long before = 0, sum = 0;

    for (size_t i = 0; i < attribution->count; i++) {
        sum += attribution->share[i].instructions;
        if (i + 1 < attribution->count && same_box(&attribution->share[i], &attribution->share[i + 1], level))
            continue;
        put_box(stream, attribution, &attribution->share[i], level, before, sum);
        before += sum;
        sum = 0;
    }
}

char *flame_graph(const struct attribution *attribution, const char *title)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);

    fprintf(stream, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
            "height=\"%d\" font-family=\"monospace\" font-size=\"11\">\n"
            "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n"
            "<text x=\"%d\" y=\"24\" font-size=\"15\">", WIDTH, TOP + LEVELS * BAR + MARGIN, WIDTH,
            TOP + LEVELS * BAR + MARGIN, MARGIN);
    put_escaped(stream, title, SIZE_MAX);
    fprintf(stream, "</text>\n");
    for (unsigned level = 0; level < LEVELS && attribution->instructions; level++)
        put_level(stream, attribution, level);
    fprintf(stream, "</svg>\n");
    fclose(stream);
    return text;
}
