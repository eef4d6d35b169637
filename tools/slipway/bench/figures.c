/* SPDX-License-Identifier: GPL-2.0-only */
/* Figures that were measured several times: median, minimum, maximum. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "bench/figures.h"

static struct figure *find(const struct figures *figures, const char *name)
{
    for (size_t i = 0; i < figures->count; i++)
        if (strcmp(figures->figure[i].name, name) == 0)
            return &figures->figure[i];
    return NULL;
}

static struct figure *append(struct figures *figures, char *name)
{
    figures->figure = reallocate(figures->figure, (figures->count + 1) * sizeof *figures->figure);
    figures->figure[figures->count] = (struct figure){ .name = name };
    return &figures->figure[figures->count++];
}

void figures_add(struct figures *figures, double sample, const char *name, ...)
{
    va_list arguments;

    va_start(arguments, name);
    char *text = format_list(name, arguments);
    va_end(arguments);
    struct figure *figure = find(figures, text);
    if (figure)
        free(text);
    else
        figure = append(figures, text);
    figure->samples = reallocate(figure->samples, (figure->count + 1) * sizeof *figure->samples);
    size_t place = figure->count++;
    for (; place > 0 && figure->samples[place - 1] > sample; place--)
        figure->samples[place] = figure->samples[place - 1];
    figure->samples[place] = sample;
}

const struct figure *figures_find(const struct figures *figures, const char *name)
{
    return find(figures, name);
}

double figure_median(const struct figure *figure)
{
    size_t middle = figure->count / 2;

    if (figure->count % 2)
        return figure->samples[middle];
    return (figure->samples[middle - 1] + figure->samples[middle]) / 2;
}

double figure_minimum(const struct figure *figure)
{
    return figure->samples[0];
}

double figure_maximum(const struct figure *figure)
{
    return figure->samples[figure->count - 1];
}

void figures_free(struct figures *figures)
{
    for (size_t i = 0; i < figures->count; i++) {
        free(figures->figure[i].name);
        free(figures->figure[i].samples);
    }
    free(figures->figure);
    *figures = (struct figures){ 0 };
}
