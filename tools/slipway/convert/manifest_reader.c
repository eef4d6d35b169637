/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading values of a manifest, with a message for each that is not what it must be. */
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "convert/manifest_reader.h"

const char reader_help[] = "tools/slipway/convert/manifest.h describes the format";

void reader_fault(struct reader *reader, const char *key, const char *what)
{
    report_error(what, reader_help, "%s: %s", reader->place, key);
    reader->good = false;
}

void reader_keys(struct reader *reader, const char *key, json_t *object, const char *const known[])
{
    const char *name;
    json_t *value;

    json_object_foreach(object, name, value) {
        bool found = false;
        for (size_t i = 0; known[i] && !found; i++)
            found = strcmp(known[i], name) == 0;
        if (!found) {
            char *full = format("%s%s%s", key, *key ? "." : "", name);
            reader_fault(reader, full, "no such key");
            free(full);
        }
    }
}

char *reader_string(struct reader *reader, json_t *object, const char *key, const char *name,
                    bool required)
{
    json_t *value = json_object_get(object, name);
    char *full = format("%s%s%s", key, *key ? "." : "", name);
    char *result = NULL;

    if (json_is_string(value) && *json_string_value(value))
        result = format("%s", json_string_value(value));
    else if (value || required)
        reader_fault(reader, full, "expected a string that is not empty");
    free(full);
    return result;
}

void reader_names(struct reader *reader, json_t *object, const char *key, const char *name,
                  bool required, struct names *names)
{
    json_t *value = json_object_get(object, name), *element;
    char *full = format("%s%s%s", key, *key ? "." : "", name);
    size_t i;

    if (value ? !json_is_array(value) : required)
        reader_fault(reader, full, "expected an array of strings");
    json_array_foreach(value, i, element) {
        if (json_is_string(element) && *json_string_value(element))
            names_add(names, json_string_value(element));
        else
            reader_fault(reader, full, "expected an array of strings that are not empty");
    }
    free(full);
}

unsigned reader_number(struct reader *reader, json_t *object, const char *key, const char *name,
                       const struct reader_range *range)
{
    json_t *value = json_object_get(object, name);
    char *full = format("%s.%s", key, name);
    char *what = format("expected a whole number from %u to %u", range->minimum, range->maximum);
    json_int_t number = json_integer_value(value);
    bool good = json_is_integer(value) && number >= range->minimum && number <= range->maximum;

    if (value && !good)
        reader_fault(reader, full, what);
    free(what);
    free(full);
    return good ? (unsigned)number : range->otherwise;
}
