/* SPDX-License-Identifier: GPL-2.0-only */
/* The layout of a call across domains, from its function's type. */
#include "calls/crossing_layout.h"

#include "calls/crossing.h"

static u32 rounded(u32 size)
{
    return (size + 3) & ~3u;
}

/* Whether all blocks fit with their full sizes. None is larger than 16 MiB: the sum cannot wrap. */
static int blocks_fit(const struct function_type *function)
{
    u32 bytes = 0, i;

    for (i = 0; i < function->parameter_count; i++)
        if (is_block(&function->parameters[i]))
            bytes += rounded(function->parameters[i].bound);
    return bytes <= CROSSING_BLOCKS_MAX;
}

static void place_cell(struct crossing_layout *layout, struct crossing_place *place, u32 bytes)
{
    layout->cells += bytes;
    place->cell = -(i32)layout->cells;
}

/* The kept words of a parameter that is not moved to the callee. */
static void keep(struct crossing_layout *layout, struct crossing_place *place, const struct parameter_type *p)
{
    if (is_lent(p) && !layout->lent)
        layout->lent = p;
    else if (is_result(p) || is_lent(p))
        place->kept = (u8)layout->kept++;
    if (is_result(p) && has_size_word(p))
        place->size = (u8)layout->kept++;
    if (is_result(p) && is_block(p) && layout->spread)
        place->block = (u8)layout->kept++;
}

void crossing_lay_out(const struct function_type *function, struct crossing_layout *layout)
{
    const struct parameter_type *p;
    u32 i;

    *layout = (struct crossing_layout){ .spread = !blocks_fit(function) };
    for (i = 0; i < function->parameter_count; i++)
        if (is_moved(&function->parameters[i]))
            layout->places[i].kept = (u8)layout->moved++;
    layout->kept = layout->moved;
    for (i = 0; i < function->parameter_count; i++) {
        p = &function->parameters[i];
        keep(layout, &layout->places[i], p);
        if (is_block(p) && !layout->spread)
            place_cell(layout, &layout->places[i], rounded(p->bound));
        else if (!is_block(p) && is_result(p))
            place_cell(layout, &layout->places[i], 4);
    }
    layout->area = layout->cells;
    if (layout->spread) {
        layout->cursor = (u8)layout->kept++;
        layout->area += CROSSING_BLOCKS_MAX;
    }
}
