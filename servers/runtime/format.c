/* SPDX-License-Identifier: GPL-2.0-only */
/* snprintf(). */
#include "runtime.h"

typedef long long i64;

/* Where the text goes. `length` counts also what no longer fits. */
struct sink {
    char *text;
    u32 size, length;
};

/* One conversion, such as %-08.3llx. */
struct conversion {
    u32 left, zero;             /* flags */
    u32 width;
    i32 precision;              /* negative: none */
    u32 longs, shorts;          /* how many l and h */
};

static void put(struct sink *sink, char character)
{
    if (sink->length < sink->size)
        sink->text[sink->length] = character;
    sink->length++;
}

static void put_times(struct sink *sink, char character, i32 times)
{
    while (times-- > 0)
        put(sink, character);
}

/* Writes prefix, zeros and characters, padded to the width. */
static void put_field(struct sink *sink, const struct conversion *conversion, const char *prefix, u32 zeros,
                      const char *text, u32 length)
{
    i32 padding = (i32)(conversion->width - strlen(prefix) - zeros - length);

    if (!conversion->left)
        put_times(sink, ' ', padding);
    while (*prefix)
        put(sink, *prefix++);
    put_times(sink, '0', (i32)zeros);
    while (length--)
        put(sink, *text++);
    if (conversion->left)
        put_times(sink, ' ', padding);
}

static void put_number(struct sink *sink, const struct conversion *conversion, const char *prefix, u64 number,
                       u32 base, const char *digits)
{
    char text[20];              /* 2^64 - 1 in decimal */
    u32 at = sizeof text, length, zeros = 0;

    for (; number; number /= base)
        text[--at] = digits[number % base];
    length = sizeof text - at;
    if (conversion->precision >= 0) {
        if ((u32)conversion->precision > length)
            zeros = (u32)conversion->precision - length;
    } else if (!length) {
        zeros = 1;
    }
    if (conversion->zero && !conversion->left && conversion->precision < 0
        && conversion->width > strlen(prefix) + zeros + length)
        zeros = conversion->width - strlen(prefix) - length;
    put_field(sink, conversion, prefix, zeros, text + at, length);
}

static void put_text(struct sink *sink, const struct conversion *conversion, const char *text)
{
    u32 length = 0;

    if (!text)
        text = "(null)";
    while (length < (u32)conversion->precision && text[length])
        length++;
    put_field(sink, conversion, "", 0, text, length);
}

static u64 unsigned_argument(const struct conversion *conversion, va_list *arguments)
{
    u64 number;

    if (conversion->longs >= 2)
        return va_arg(*arguments, u64);
    number = va_arg(*arguments, u32);
    return conversion->shorts >= 2 ? (u8)number : conversion->shorts ? (u16)number : number;
}

static i64 signed_argument(const struct conversion *conversion, va_list *arguments)
{
    i32 number;

    if (conversion->longs >= 2)
        return va_arg(*arguments, i64);
    number = va_arg(*arguments, i32);
    return conversion->shorts >= 2 ? (i8)number : conversion->shorts ? (i16)number : number;
}

/* Writes the next argument. False if the conversion is not known. */
static int convert(struct sink *sink, const struct conversion *conversion, char letter, va_list *arguments)
{
    char character;
    i64 number;

    switch (letter) {
    case 'd':
    case 'i':
        number = signed_argument(conversion, arguments);
        put_number(sink, conversion, number < 0 ? "-" : "", number < 0 ? -(u64)number : (u64)number, 10,
                   "0123456789");
        return 1;
    case 'u':
        put_number(sink, conversion, "", unsigned_argument(conversion, arguments), 10, "0123456789");
        return 1;
    case 'x':
        put_number(sink, conversion, "", unsigned_argument(conversion, arguments), 16, "0123456789abcdef");
        return 1;
    case 'X':
        put_number(sink, conversion, "", unsigned_argument(conversion, arguments), 16, "0123456789ABCDEF");
        return 1;
    case 'p':
        put_number(sink, conversion, "0x", (u32)va_arg(*arguments, void *), 16, "0123456789abcdef");
        return 1;
    case 's':
        put_text(sink, conversion, va_arg(*arguments, const char *));
        return 1;
    case 'c':
        character = (char)va_arg(*arguments, int);
        put_field(sink, conversion, "", 0, &character, 1);
        return 1;
    case '%':
        put(sink, '%');
        return 1;
    }
    return 0;
}

static i32 parse_number(const char **format, va_list *arguments)
{
    i32 number = 0;

    if (**format == '*') {
        ++*format;
        return va_arg(*arguments, i32);
    }
    while (**format >= '0' && **format <= '9')
        number = number * 10 + *(*format)++ - '0';
    return number;
}

/* Reads what stands between the percent sign and the letter. */
static struct conversion parse_conversion(const char **format, va_list *arguments)
{
    struct conversion conversion = { .precision = -1 };
    i32 width;

    for (;; ++*format) {
        if (**format == '-')
            conversion.left = 1;
        else if (**format == '0')
            conversion.zero = 1;
        else
            break;
    }
    width = parse_number(format, arguments);
    if (width < 0)
        conversion.left = 1;
    conversion.width = width < 0 ? -(u32)width : (u32)width;
    if (**format == '.') {
        ++*format;
        conversion.precision = parse_number(format, arguments);
    }
    for (;; ++*format) {
        if (**format == 'l')
            conversion.longs++;
        else if (**format == 'h')
            conversion.shorts++;
        else if (**format != 'z')
            return conversion;
    }
}

int vsnprintf(char *text, __SIZE_TYPE__ size, const char *format, va_list arguments)
{
    struct sink sink = { text, size, 0 };
    va_list rest;

    va_copy(rest, arguments);
    while (*format) {
        const char *begin = format;

        if (*format++ == '%') {
            struct conversion conversion = parse_conversion(&format, &rest);

            if (*format && convert(&sink, &conversion, *format++, &rest))
                continue;
        }
        while (begin < format)
            put(&sink, *begin++);
    }
    va_end(rest);
    if (size)
        text[sink.length < size ? sink.length : size - 1] = 0;
    return (int)sink.length;
}

int snprintf(char *text, __SIZE_TYPE__ size, const char *format, ...)
{
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(text, size, format, arguments);
    va_end(arguments);
    return length;
}
