/* SPDX-License-Identifier: GPL-2.0-only */
/* A small formatter: what the kernel's messages need of printf(). */
#include "machine/format.h"
#include "machine/string.h"

struct output {                 /* text beyond `size` - 1 bytes is counted, not stored */
    char *buffer;
    u32 size;
    u32 length;
};

struct conversion {             /* %[-][0][width][.precision]type */
    u32 left;
    char fill;
    u32 width;
    u32 precision;
};

static void put(struct output *output, char character)
{
    if (output->length + 1 < output->size)
        output->buffer[output->length] = character;
    output->length++;
}

static void put_field(struct output *output, const struct conversion *conversion, const char *text,
                      u32 length)
{
    u32 padding = conversion->width > length ? conversion->width - length : 0;
    if (!conversion->left && conversion->fill == '0' && length && *text == '-') {
        put(output, *text++);
        length--;
    }
    if (!conversion->left)
        for (; padding; padding--)
            put(output, conversion->fill);
    while (length--)
        put(output, *text++);
    for (; padding; padding--)
        put(output, ' ');
}

static void put_number(struct output *output, const struct conversion *conversion, u32 value, u32 base,
                       u32 negative, const char *digits)
{
    char text[12];
    u32 start = sizeof text;
    do {
        text[--start] = digits[value % base];
        value /= base;
    } while (value);
    if (negative)
        text[--start] = '-';
    put_field(output, conversion, text + start, sizeof text - start);
}

static void put_string(struct output *output, const struct conversion *conversion, const char *text)
{
    u32 length = 0;
    if (!text)
        text = "(null)";
    while (length < conversion->precision && text[length])
        length++;
    put_field(output, conversion, text, length);
}

/* Reads a decimal number, or takes it from the arguments for '*'. */
static const char *read_number(const char *format, u32 *number, va_list *arguments)
{
    *number = 0;
    if (*format == '*') {
        *number = va_arg(*arguments, u32);
        return format + 1;
    }
    while (*format >= '0' && *format <= '9')
        *number = *number * 10 + (u32)(*format++ - '0');
    return format;
}

static const char *read_conversion(const char *format, struct conversion *conversion, va_list *arguments)
{
    *conversion = (struct conversion){ 0, ' ', 0, 0xffffffff };
    for (; *format == '-' || *format == '0'; format++) {
        if (*format == '-')
            conversion->left = 1;
        else
            conversion->fill = '0';
    }
    format = read_number(format, &conversion->width, arguments);
    if (*format == '.')
        format = read_number(format + 1, &conversion->precision, arguments);
    while (*format == 'l' || *format == 'h' || *format == 'z')
        format++;
    return format;
}

static void convert(struct output *output, char type, const struct conversion *conversion, va_list *arguments)
{
    static const char lower[] = "0123456789abcdef", upper[] = "0123456789ABCDEF";
    char character;
    i32 number;
    switch (type) {
    case 'd':
    case 'i':
        number = va_arg(*arguments, i32);
        put_number(output, conversion, number < 0 ? 0u - (u32)number : (u32)number, 10, number < 0, lower);
        break;
    case 'u':
        put_number(output, conversion, va_arg(*arguments, u32), 10, 0, lower);
        break;
    case 'p':
    case 'x':
        put_number(output, conversion, va_arg(*arguments, u32), 16, 0, lower);
        break;
    case 'X':
        put_number(output, conversion, va_arg(*arguments, u32), 16, 0, upper);
        break;
    case 's':
        put_string(output, conversion, va_arg(*arguments, const char *));
        break;
    case 'c':
        character = (char)va_arg(*arguments, int);
        put_field(output, conversion, &character, 1);
        break;
    default:
        put(output, type);
    }
}

u32 format_list(char *buffer, u32 size, const char *format, va_list list)
{
    struct output output = { buffer, size, 0 };
    struct conversion conversion;
    va_list arguments;
    va_copy(arguments, list);
    while (*format) {
        if (*format != '%') {
            put(&output, *format++);
            continue;
        }
        format = read_conversion(format + 1, &conversion, &arguments);
        if (*format)
            convert(&output, *format++, &conversion, &arguments);
    }
    va_end(arguments);
    if (size)
        buffer[output.length < size ? output.length : size - 1] = 0;
    return output.length;
}

u32 format_text(char *buffer, u32 size, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    u32 length = format_list(buffer, size, format, arguments);
    va_end(arguments);
    return length;
}
