/* SPDX-License-Identifier: GPL-2.0-only */
/* What the component model has in use, for tests that nothing is lost. In a header, as tap.h is, which counts by file. */
#ifndef TESTS_COMPONENT_USAGE_H
#define TESTS_COMPONENT_USAGE_H

#include "host.h"
#include "model/object.h"
#include "model/reference.h"
#include "tap.h"

struct usage {
    u32 pages, blocks, references, objects, ranges;
};

static struct usage usage_take(void)
{
    return (struct usage){ host_pages, host_blocks, reference_total(), object_total(), host_ranges };
}

/* Checks that no more is in use than was; but for `spare` pages, which hold objects that are kept. */
static void usage_check(const struct usage *before, u32 spare)
{
    is_number(host_blocks, before->blocks, "no heap block is left");
    is_number(host_ranges, before->ranges, "no address is reserved any more");
    is_number(reference_total(), before->references, "no reference is left");
    is_number(object_total(), before->objects, "no object is left");
    ok(host_pages <= before->pages + spare, "no page is left: %u, %u before", host_pages, before->pages);
}

#endif
