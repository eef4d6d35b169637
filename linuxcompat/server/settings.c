// SPDX-License-Identifier: GPL-2.0-only
/* Module parameters from the server's settings. (Linux: kernel/params.c) */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <slipway/server.h>

#include "network.server.h"
#include "server.h"

#define VALUE_SIZE 255                  /* what Settings.get() returns at most */

/* The linker's names for the section that the settings stand in; absent without one. */
extern const struct slipway_setting __start_slipway_settings[]
    __attribute__((weak, visibility("hidden")));
extern const struct slipway_setting __stop_slipway_settings[]
    __attribute__((weak, visibility("hidden")));

static const char *const type_names[] = {
    [SLIPWAY_SETTING_bool] = "bool", [SLIPWAY_SETTING_byte] = "byte", [SLIPWAY_SETTING_short] = "short",
    [SLIPWAY_SETTING_ushort] = "ushort", [SLIPWAY_SETTING_int] = "int", [SLIPWAY_SETTING_uint] = "uint",
    [SLIPWAY_SETTING_long] = "long", [SLIPWAY_SETTING_ulong] = "ulong", [SLIPWAY_SETTING_charp] = "charp",
};

static int store_signed(const char *text, void *to, size_t size)
{
    long value;
    int error = kstrtol(text, 0, &value);

    if (error)
        return error;
    if (size == sizeof(short)) {
        if ((short)value != value)
            return -ERANGE;
        *(short *)to = value;
    } else {
        *(long *)to = value;            /* an int is as large */
    }
    return 0;
}

static int store_unsigned(const char *text, void *to, size_t size)
{
    unsigned long value;
    int error = kstrtoul(text, 0, &value);

    if (error)
        return error;
    if (size < sizeof value && value >> 8 * size)
        return -ERANGE;
    memcpy(to, &value, size);
    return 0;
}

static int store_text(const char *text, char **to)
{
    *to = kstrdup(text, GFP_KERNEL);
    return *to ? 0 : -ENOMEM;
}

static size_t size_of(enum slipway_setting_type type)
{
    switch (type) {
    case SLIPWAY_SETTING_bool: return sizeof(bool);
    case SLIPWAY_SETTING_byte: return 1;
    case SLIPWAY_SETTING_short:
    case SLIPWAY_SETTING_ushort: return sizeof(short);
    default: return sizeof(long);
    }
}

static int store(const char *text, enum slipway_setting_type type, void *to)
{
    switch (type) {
    case SLIPWAY_SETTING_bool: return kstrtobool(text, to);
    case SLIPWAY_SETTING_charp: return store_text(text, to);
    case SLIPWAY_SETTING_short:
    case SLIPWAY_SETTING_int:
    case SLIPWAY_SETTING_long: return store_signed(text, to, size_of(type));
    default: return store_unsigned(text, to, size_of(type));
    }
}

/* Stores the values in `text`, which are separated by commas if it is for an array. */
static int store_all(const struct slipway_setting *setting, char *text)
{
    unsigned int number = 0;
    int error = 0;

    for (char *comma; text && !error; text = comma, number++) {
        if (number == setting->capacity)
            return -ENOSPC;
        comma = setting->capacity > 1 ? strchr(text, ',') : NULL;
        if (comma)
            *comma++ = 0;
        error = store(text, setting->type, (char *)setting->variable + number * size_of(setting->type));
    }
    if (!error && setting->count)
        *setting->count = number;
    return error;
}

static int apply(const struct slipway_setting *setting)
{
    char text[VALUE_SIZE + 1];
    char values[VALUE_SIZE + 1];
    i32 length = Settings_get(settings, setting->name, strlen(setting->name), 0, text, VALUE_SIZE);

    if (length == E_NOENT)
        return 0;
    if (length < 0 || length > VALUE_SIZE) {
        pr_err("setting %s cannot be read (status %d)\n", setting->name, length);
        return -EINVAL;
    }
    text[length] = 0;
    memcpy(values, text, length + 1);
    if (store_all(setting, values) == 0)
        return 0;
    pr_err("setting %s: '%s' is not %s%s, at most %u of them\n", setting->name, text,
           setting->capacity > 1 ? "a list of " : "of type ", type_names[setting->type], setting->capacity);
    return -EINVAL;
}

int settings_apply(void)
{
    const struct slipway_setting *setting;
    int error = 0;

    for (setting = __start_slipway_settings; setting < __stop_slipway_settings; setting++)
        if (apply(setting))
            error = -EINVAL;
    return error;
}
