/* SPDX-License-Identifier: GPL-2.0-only */
/* Quirks: what the system description declares a device's identification to be, against
 * what the hardware says. `quirk 10ec:8139 revision=0x10` names the device by the ids of
 * the hardware; several `key=value` may follow. Only fields that identify are possible,
 * since those are what a driver decides by, and each one that takes effect is told.
 */
#include "pci.h"

#define VALUE_MAX 255

static const struct key {
    const char *name;
    u8 offset;
    u8 width;                   /* in bytes */
} keys[] = {
    { "vendor=", VENDOR, 2 },
    { "device=", DEVICE, 2 },
    { "revision=", REVISION, 1 },
    { "class=", CLASS, 3 },
    { "subvendor=", SUBSYSTEM_VENDOR, 2 },
    { "subdevice=", SUBSYSTEM, 2 },
};

struct quirk {
    struct quirk *next;
    u32 vendor, id;             /* of the hardware */
    const struct key *key;
    u32 value;
    u32 reported;
};

static struct quirk *quirks;

static u32 matches(const struct quirk *quirk, const struct device *device)
{
    return quirk->vendor == device->vendor && quirk->id == device->id;
}

static const struct key *take_key(struct text *text)
{
    for (u32 i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (text_take(text, keys[i].name))
            return &keys[i];
    return 0;
}

static status add(u32 vendor, u32 id, const struct key *key, u32 value)
{
    struct quirk *quirk = allocate(sizeof *quirk);

    if (!quirk)
        return E_NOMEM;
    *quirk = (struct quirk){ quirks, vendor, id, key, value, 0 };
    quirks = quirk;
    return OK;
}

/* One declaration: ids, then at least one `key=value`. */
static status read_quirk(struct text text)
{
    u32 vendor, id, value;

    if (!text_take_hexadecimal(&text, 4, &vendor) || !text_take(&text, ":")
        || !text_take_hexadecimal(&text, 4, &id))
        return E_INVAL;
    do {
        const struct key *key;

        if (!text_take(&text, " "))
            return E_INVAL;
        while (text_take(&text, " "))
            ;
        key = take_key(&text);
        if (!key || !text_take_number(&text, &value) || value >> 8 * key->width)
            return E_INVAL;
        if (add(vendor, id, key, value) < 0)
            return E_NOMEM;
    } while (text.at < text.end);
    return OK;
}

status quirks_read(void)
{
    char text[VALUE_MAX];
    status result = OK;

    for (u32 index = 0; settings && result >= 0; index++) {
        i32 length = Settings_get(settings, "quirk", 5, index, text, sizeof text);

        if (length < 0)
            return length == E_NOENT ? OK : length;
        result = read_quirk((struct text){ text, text + length });
        if (result == E_INVAL)
            report("pci: malformed quirk `%.*s`, expected VENDOR:DEVICE KEY=NUMBER with the key vendor, "
                   "device, revision, class, subvendor or subdevice\n", (int)(length < 60 ? length : 60),
                   text);
    }
    return result;
}

u32 quirks_apply(const struct device *device, u32 offset, u32 width, u32 value)
{
    for (const struct quirk *quirk = quirks; quirk; quirk = quirk->next) {
        if (!matches(quirk, device))
            continue;
        for (u32 i = 0; i < quirk->key->width; i++) {
            u32 shift = 8 * (quirk->key->offset + i - offset);

            if (quirk->key->offset + i < offset || quirk->key->offset + i >= offset + width)
                continue;
            value = (value & ~(0xffu << shift)) | (quirk->value >> 8 * i & 0xff) << shift;
        }
    }
    return value;
}

static void report_quirk(const struct quirk *quirk, const char *rest)
{
    report("pci: quirk %04x:%04x %s0x%0*x %s\n", quirk->vendor, quirk->id, quirk->key->name,
           2 * quirk->key->width, quirk->value, rest);
}

/* A field lies within one aligned word of four bytes. */
void quirks_report(const struct device *device)
{
    for (struct quirk *quirk = quirks; quirk; quirk = quirk->next) {
        const struct key *key = quirk->key;
        u32 word, says;
        char rest[40];

        if (!matches(quirk, device) || quirk->reported)
            continue;
        quirk->reported = 1;
        word = configuration_read(device->place, key->offset & ~3u, 4);
        says = word >> 8 * (key->offset & 3) & (0xffffffffu >> (32 - 8 * key->width));
        snprintf(rest, sizeof rest, "(device says 0x%0*x)", 2 * key->width, says);
        report_quirk(quirk, rest);
    }
}

void quirks_report_unused(void)
{
    for (struct quirk *quirk = quirks; quirk; quirk = quirk->next)
        if (!quirk->reported)
            report_quirk(quirk, "applies to no device");
}
