// SPDX-License-Identifier: GPL-2.0-only
/* Formatting, with Linux's pointer formats. (Documentation/core-api/printk-formats.rst)
 *
 * Understood: the conversions d i u o x X c s p %, flags, width, precision and lengths of C11,
 * and of %p: M m F R (addresses of stations), I4 and i4 (Internet), V (another format and its
 * arguments), a (sizes of address types) and h (bytes). A pointer is printed as it is.
 */
#include <linux/kernel.h>
#include <linux/string.h>

struct output {
    char *text;
    size_t size, length;        /* length may pass size: it is what would be needed */
};

struct conversion {
    bool left, plus, space, alternate, zero, capital;
    int width, precision;       /* -1: none */
    char length;                /* 'H' for hh, 'h', 'l', 'L' for ll, or 0 */
};

static void put(struct output *output, char character)
{
    if (output->length + 1 < output->size)
        output->text[output->length] = character;
    output->length++;
}

static void put_times(struct output *output, char character, int times)
{
    while (times-- > 0)
        put(output, character);
}

static void put_text(struct output *output, const struct conversion *how, const char *text, int length)
{
    if (!how->left)
        put_times(output, ' ', how->width - length);
    for (int i = 0; i < length; i++)
        put(output, text[i]);
    if (how->left)
        put_times(output, ' ', how->width - length);
}

static void put_string(struct output *output, const struct conversion *how, const char *text)
{
    if (!text)
        text = "(null)";
    put_text(output, how, text, how->precision < 0 ? strlen(text) : strnlen(text, how->precision));
}

/* The digits of `value`, last first. */
static int digits_of(char *digits, unsigned long long value, unsigned int base, bool capital)
{
    int number = 0;

    do {
        unsigned int digit = value % base;

        digits[number++] = digit < 10 ? '0' + digit : (capital ? 'A' : 'a') + digit - 10;
        value /= base;
    } while (value);
    return number;
}

static void put_number(struct output *output, const struct conversion *how, unsigned long long value,
                       unsigned int base, const char *sign)
{
    char digits[24];
    int number = value || how->precision ? digits_of(digits, value, base, how->capital) : 0;
    const char *prefix = !how->alternate ? "" : base == 16 && value ? how->capital ? "0X" : "0x" : "";
    int zeros = how->precision - number, used;

    if (how->alternate && base == 8 && zeros <= 0)
        zeros = 1;
    zeros = max(zeros, 0);
    used = strlen(sign) + strlen(prefix) + zeros + number;
    if (how->zero && !how->left && how->precision < 0 && how->width > used) {
        zeros += how->width - used;
        used = how->width;
    }
    if (!how->left)
        put_times(output, ' ', how->width - used);
    while (*sign)
        put(output, *sign++);
    while (*prefix)
        put(output, *prefix++);
    put_times(output, '0', zeros);
    while (number)
        put(output, digits[--number]);
    if (how->left)
        put_times(output, ' ', how->width - used);
}

static void put_hex(struct output *output, u8 byte)
{
    put(output, "0123456789abcdef"[byte >> 4]);
    put(output, "0123456789abcdef"[byte & 15]);
}

/* Bytes in hexadecimal, with `separator` between them (0: none). */
static void put_bytes(struct output *output, const u8 *bytes, int number, char separator, bool reversed)
{
    for (int i = 0; i < number; i++) {
        if (i && separator)
            put(output, separator);
        put_hex(output, bytes[reversed ? number - 1 - i : i]);
    }
}

static void put_internet_address(struct output *output, const u8 *address, bool zeros)
{
    const struct conversion how = { .precision = -1, .zero = zeros, .width = zeros ? 3 : 0 };

    for (int i = 0; i < 4; i++) {
        if (i)
            put(output, '.');
        put_number(output, &how, address[i], 10, "");
    }
}

static const char *put_hex_bytes(struct output *output, const struct conversion *how, const u8 *bytes,
                                 const char *format)
{
    char separator = *format == 'C' ? ':' : *format == 'D' ? '-' : *format == 'N' ? 0 : ' ';

    put_bytes(output, bytes, how->width < 0 ? 1 : clamp(how->width, 1, 64), separator, false);
    return *format == 'C' || *format == 'D' || *format == 'N' ? format + 1 : format;
}

static void put_address(struct output *output, struct conversion *how, unsigned long value)
{
    if (how->width <= 0) {
        how->width = 2 * sizeof value;
        how->zero = true;
    }
    put_number(output, how, value, 16, "");
}

/* What follows %p; returns the rest of the format. */
static const char *put_pointer(struct output *output, struct conversion *how, const void *pointer,
                               const char *format)
{
    const bool is_address = format[0] == 'M' || format[0] == 'm';

    if (!pointer && (is_address || strchr("IiVah", format[0] ? format[0] : '?'))) {
        put_string(output, how, "(null)");
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
        struct output *rest = output;
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

static const char *parse_number(const char *format, int *number, va_list *arguments)
{
    if (*format == '*') {
        *number = va_arg(*arguments, int);
        return format + 1;
    }
    for (*number = 0; *format >= '0' && *format <= '9'; format++)
        *number = *number * 10 + *format - '0';
    return format;
}

/* Flags, width, precision and length; returns what is behind them. */
static const char *parse(const char *format, struct conversion *how, va_list *arguments)
{
    *how = (struct conversion){ .precision = -1 };
    for (;; format++) {
        if (*format == '-')
            how->left = true;
        else if (*format == '+')
            how->plus = true;
        else if (*format == ' ')
            how->space = true;
        else if (*format == '#')
            how->alternate = true;
        else if (*format == '0')
            how->zero = true;
        else
            break;
    }
    format = parse_number(format, &how->width, arguments);
    if (how->width < 0) {
        how->left = true;
        how->width = -how->width;
    }
    if (*format == '.') {
        format = parse_number(format + 1, &how->precision, arguments);
        how->precision = max(how->precision, -1);
    }
    if (*format == 'h' || *format == 'l') {
        how->length = *format++;
        if (*format == how->length) {
            how->length = how->length == 'h' ? 'H' : 'L';
            format++;
        }
    } else if (*format == 'L' || *format == 'q') {
        how->length = 'L';
        format++;
    } else if (*format == 'z' || *format == 't') {
        how->length = 'l';
        format++;
    }
    return format;
}

static long long signed_argument(char length, va_list *arguments)
{
    switch (length) {
    case 'H': return (signed char)va_arg(*arguments, int);
    case 'h': return (short)va_arg(*arguments, int);
    case 'L': return va_arg(*arguments, long long);
    default: return va_arg(*arguments, long);
    }
}

static unsigned long long unsigned_argument(char length, va_list *arguments)
{
    switch (length) {
    case 'H': return (unsigned char)va_arg(*arguments, int);
    case 'h': return (unsigned short)va_arg(*arguments, int);
    case 'L': return va_arg(*arguments, unsigned long long);
    default: return va_arg(*arguments, unsigned long);
    }
}

/* One conversion, from behind its percent sign; returns the rest of the format. */
static const char *convert(struct output *output, const char *format, va_list *arguments)
{
    struct conversion how;
    long long value;
    char character;

    format = parse(format, &how, arguments);
    switch (*format) {
    case 'd':
    case 'i':
        value = signed_argument(how.length, arguments);
        put_number(output, &how, value < 0 ? -(unsigned long long)value : value, 10,
                   value < 0 ? "-" : how.plus ? "+" : how.space ? " " : "");
        break;
    case 'u':
        put_number(output, &how, unsigned_argument(how.length, arguments), 10, "");
        break;
    case 'o':
        put_number(output, &how, unsigned_argument(how.length, arguments), 8, "");
        break;
    case 'X':
        how.capital = true;
        fallthrough;
    case 'x':
        put_number(output, &how, unsigned_argument(how.length, arguments), 16, "");
        break;
    case 'c':
        character = va_arg(*arguments, int);
        put_text(output, &how, &character, 1);
        break;
    case 's':
        put_string(output, &how, va_arg(*arguments, const char *));
        break;
    case 'p':
        return put_pointer(output, &how, va_arg(*arguments, const void *), format + 1);
    case '%':
        put(output, '%');
        break;
    case 0:
        return format;
    default:                    /* as it stands: its argument's size is not known */
        put(output, '%');
        put(output, *format);
    }
    return format + 1;
}

int vsnprintf(char *text, size_t size, const char *format, va_list arguments)
{
    struct output output = { text, size, 0 };
    va_list rest;

    va_copy(rest, arguments);
    while (*format) {
        if (*format == '%')
            format = convert(&output, format + 1, &rest);
        else
            put(&output, *format++);
    }
    va_end(rest);
    if (size)
        text[min(output.length, size - 1)] = 0;
    return output.length;
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
