/* SPDX-License-Identifier: GPL-2.0-only */
/* Settings objects: what stands between a server's braces, as that server sees it.
 *
 * An object remembers which of its settings were read. A server reads its settings in its
 * constructor, so what nobody has read after that is a mistake in the description.
 *
 * Any thread may destroy an object, but the heap is for the thread that starts servers: it
 * frees what was destroyed when it makes the next.
 */
#include "loader.h"

struct settings {
    struct settings *next;
    volatile u32 destroyed;             /* nobody references it any more */
    u32 count;
    struct {
        struct setting setting;
        u32 read;
    } entries[];
};

static struct settings *all_settings;

static void free_destroyed(void)
{
    struct settings **place = &all_settings;

    while (*place) {
        struct settings *settings = *place;

        if (settings->destroyed) {
            *place = settings->next;
            deallocate(settings);
        } else {
            place = &settings->next;
        }
    }
}

Settings settings_make(const struct declaration *declaration)
{
    struct settings *made;
    Settings reference;

    free_destroyed();
    made = allocate(sizeof *made + declaration->setting_count * sizeof made->entries[0]);
    if (!made)
        return 0;
    made->count = declaration->setting_count;
    for (u32 i = 0; i < made->count; i++) {
        made->entries[i].setting = declaration->settings[i];
        made->entries[i].read = 0;
    }
    reference = settings_create(made);
    if (!reference) {
        deallocate(made);
        return 0;
    }
    made->destroyed = 0;
    made->next = all_settings;
    all_settings = made;
    return reference;
}

i32 settings_get(struct settings *self, const void *name, u32 length, u32 index, void *value, u32 size)
{
    for (u32 i = 0; i < self->count; i++) {
        const struct setting *setting = &self->entries[i].setting;

        if (!span_equals(setting->name, name, length) || index--)
            continue;
        if (setting->value.length > size)
            return E_RANGE;
        memcpy(value, setting->value.start, setting->value.length);
        self->entries[i].read = 1;
        return setting->value.length;
    }
    return E_NOENT;
}

const struct setting *settings_find_unread(Settings settings)
{
    const struct settings *self = settings_of(settings);

    for (u32 i = 0; i < self->count; i++)
        if (!self->entries[i].read)
            return &self->entries[i].setting;
    return 0;
}

void settings_destroy(struct settings *self)
{
    self->destroyed = 1;
}
