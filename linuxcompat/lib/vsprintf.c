// SPDX-License-Identifier: GPL-2.0-only
/* Formatting, with Linux's pointer formats. (Documentation/core-api/printk-formats.rst)
 *
 * lib/format.h says what is understood besides. Of %p that is: M m F R (addresses of stations), I4 and i4 (Internet), V
 * (another format and its arguments), a (sizes of address types) and h (bytes). A pointer is printed as it is.
 */
#include <linux/kernel.h>
#include <linux/string.h>

#include "format.h"

static void put_hex(struct format_output *output, u8 byte)
{
    format_put(output, "0123456789abcdef"[byte >> 4]);
    format_put(output, "0123456789abcdef"[byte & 15]);
}

/* Bytes in hexadecimal, with `separator` between them (0: none). */
static void put_bytes(struct format_output *output, const u8 *bytes, int number, char separator, bool reversed)
{
    for (int i = 0; i < number; i++) {
        if (i && separator)
            format_put(output, separator);
        put_hex(output, bytes[reversed ? number - 1 - i : i]);
    }
}

static void put_internet_address(struct format_output *output, const u8 *address, bool zeros)
{
    const struct format_conversion how = { .precision = -1, .zero = zeros, .width = zeros ? 3 : 0 };

    for (int i = 0; i < 4; i++) {
        if (i)
            format_put(output, '.');
        format_put_number(output, &how, address[i], 10, "");
    }
}

static const char *put_hex_bytes(struct format_output *output, const struct format_conversion *how, const u8 *bytes,
                                 const char *format)
{
    char separator = *format == 'C' ? ':' : *format == 'D' ? '-' : *format == 'N' ? 0 : ' ';

    put_bytes(output, bytes, how->width < 0 ? 1 : clamp(how->width, 1, 64), separator, false);
    return *format == 'C' || *format == 'D' || *format == 'N' ? format + 1 : format;
}

static void put_address(struct format_output *output, struct format_conversion *how, unsigned long value)
{
    if (how->width <= 0) {
        how->width = 2 * sizeof value;
        how->zero = true;
    }
    format_put_number(output, how, value, 16, "");
}

/* What follows %p; returns the rest of the format. */
static const char *put_pointer(struct format_output *output, struct format_conversion *how, const void *pointer,
                               const char *format)
{
    const bool is_address = format[0] == 'M' || format[0] == 'm';

    if (!pointer && (is_address || strchr("IiVah", format[0] ? format[0] : '?'))) {
        format_put_text(output, how, "(null)");
        return format + (format[0] == 'I' || format[0] == 'i' ? 2 : 1);
    }
    if (is_address) {
        const bool dashes = format[1] == 'F', reversed = format[1] == 'R';

        put_bytes(output, pointer, 6, format[0] == 'm' ? 0 : dashes ? '-' : ':', reversed);
        return format + (dashes || reversed ? 2 : 1);
    }
    if ((format[0] == 'I' || format[0] == 'i') && format[1] == '4') {
        put_internet_address(output, pointer, format[0] == 'i');
        return format + 2;
    }
    if (format[0] == 'V') {
        const struct va_format *inner = pointer;
        struct format_output *rest = output;
        va_list arguments;
        size_t room = rest->size > rest->length ? rest->size - rest->length : 0;

        va_copy(arguments, *inner->va);
        rest->length += vsnprintf(room ? rest->text + rest->length : NULL, room, inner->fmt, arguments);
        va_end(arguments);
        return format + 1;
    }
    if (format[0] == 'a') {         /* a dma_addr_t or a resource_size_t, by reference: 32 bits */
        how->alternate = true;
        put_address(output, how, *(const u32 *)pointer);
        return format + (format[1] == 'd' || format[1] == 'p' ? 2 : 1);
    }
    if (format[0] == 'h')
        return put_hex_bytes(output, how, pointer, format + 1);
    put_address(output, how, (unsigned long)pointer);
    return format;
}

int vsnprintf(char *text, size_t size, const char *format, va_list arguments)
{
    return format_list(text, size, format, arguments, put_pointer);
}

int vscnprintf(char *text, size_t size, const char *format, va_list arguments)
{
    int length = vsnprintf(text, size, format, arguments);

    return size ? min_t(int, length, size - 1) : 0;
}

int snprintf(char *text, size_t size, const char *format, ...)
{
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(text, size, format, arguments);
    va_end(arguments);
    return length;
}

int scnprintf(char *text, size_t size, const char *format, ...)
{
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vscnprintf(text, size, format, arguments);
    va_end(arguments);
    return length;
}

int sprintf(char *text, const char *format, ...)
{
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(text, INT_MAX, format, arguments);
    va_end(arguments);
    return length;
}
