/* SPDX-License-Identifier: GPL-2.0-only */
/* Figures that were measured several times, by name. */
#ifndef SLIPWAY_BENCH_FIGURES_H
#define SLIPWAY_BENCH_FIGURES_H

#include <stddef.h>

struct figure {
    char *name;
    double *samples;            /* sorted */
    size_t count;               /* at least 1 */
};

struct figures {
    struct figure *figure;
    size_t count;
};

/* Another sample of the figure of that name, which may be new; printf makes the name. */
void figures_add(struct figures *figures, double sample, const char *name, ...)
    __attribute__((format(printf, 3, 4)));

/* The figure of that name, or null. */
const struct figure *figures_find(const struct figures *figures, const char *name);

double figure_median(const struct figure *figure);
double figure_minimum(const struct figure *figure);
double figure_maximum(const struct figure *figure);

void figures_free(struct figures *figures);

#endif
