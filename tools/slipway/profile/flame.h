/* SPDX-License-Identifier: GPL-2.0-only */
/* A flame graph of an attribution of instructions, as an SVG that needs nothing else. */
#ifndef SLIPWAY_PROFILE_FLAME_H
#define SLIPWAY_PROFILE_FLAME_H

#include "attribution/attribution.h"

/* The graph: all at the bottom, above it domains, their servers, source files and functions, each
 * as wide as its share of the instructions; what is too narrow for its name has it as a tooltip,
 * with its count. The same attribution always makes the same text, which the caller frees. */
char *flame_graph(const struct attribution *attribution, const char *title);

#endif
