/* SPDX-License-Identifier: GPL-2.0-only */
/* The values in the records of calls, by their labels. */
#ifndef SLIPWAY_TRACE_VALUES_H
#define SLIPWAY_TRACE_VALUES_H

#include <jansson.h>

#include "trace/names.h"

/* Adds the arguments that follow in the record of a call. */
void values_of_call(json_t *arguments, const struct traced_function *function,
                    const struct trace_names *names, struct trace_cursor *cursor);

/* Adds the result and what follows in the record of a return. */
void values_of_return(json_t *arguments, const struct traced_function *function,
                      const struct trace_return *is, const struct trace_names *names,
                      struct trace_cursor *cursor);

/* An object by its number. */
json_t *value_object(u32 object);

#endif
