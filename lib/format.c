/* SPDX-License-Identifier: GPL-2.0-only */
/* printf() into a buffer. */
#include "format.h"

#include "bytes.h"

void format_put(struct format_output *output, char character)
{
    if (output->length + 1 < output->size)
        output->text[output->length] = character;
    output->length++;
}

static void put_times(struct format_output *output, char character, int times)
{
    while (times-- > 0)
        format_put(output, character);
}

static void put_field(struct format_output *output, const struct format_conversion *how, const char *text, int length)
{
    if (!how->left)
        put_times(output, ' ', how->width - length);
    for (int i = 0; i < length; i++)
        format_put(output, text[i]);
    if (how->left)
        put_times(output, ' ', how->width - length);
}

void format_put_text(struct format_output *output, const struct format_conversion *how, const char *text)
{
    int length = 0;

    if (!text)
        text = "(null)";
    while ((how->precision < 0 || length < how->precision) && text[length])
        length++;
    put_field(output, how, text, length);
}

/* The digits of `value`, last first. */
static int digits_of(char *digits, unsigned long long value, unsigned int base, int capital)
{
    int number = 0;

    do {
        unsigned int digit = value % base;

        digits[number++] = (char)(digit < 10 ? '0' + digit : (capital ? 'A' : 'a') + digit - 10);
        value /= base;
    } while (value);
    return number;
}

static const char *prefix_of(const struct format_conversion *how, unsigned long long value, unsigned int base)
{
    if (!how->alternate || base != 16 || !value)
        return "";
    return how->capital ? "0X" : "0x";
}

void format_put_number(struct format_output *output, const struct format_conversion *how, unsigned long long value,
                       unsigned int base, const char *sign)
{
    char digits[24];            /* 2^64 - 1 has 22 in octal */
    int number = value || how->precision ? digits_of(digits, value, base, how->capital) : 0;
    const char *prefix = prefix_of(how, value, base);
    int zeros = how->precision - number, used;

    if (how->alternate && base == 8 && zeros <= 0 && (value || !number))
        zeros = 1;
    if (zeros < 0)
        zeros = 0;
    used = (int)(strlen(sign) + strlen(prefix)) + zeros + number;
    if (how->zero && !how->left && how->precision < 0 && how->width > used) {
        zeros += how->width - used;
        used = how->width;
    }
    if (!how->left)
        put_times(output, ' ', how->width - used);
    while (*sign)
        format_put(output, *sign++);
    while (*prefix)
        format_put(output, *prefix++);
    put_times(output, '0', zeros);
    while (number)
        format_put(output, digits[--number]);
    if (how->left)
        put_times(output, ' ', how->width - used);
}

static const char *put_pointer(struct format_output *output, struct format_conversion *how, const void *pointer,
                               const char *rest)
{
    how->alternate = 1;
    format_put_number(output, how, (__UINTPTR_TYPE__)pointer, 16, "");
    return rest;
}

/* Reads a decimal number, or takes it from the arguments for `*`. What no field can be as wide as is cut. */
static const char *parse_number(const char *format, int *number, __builtin_va_list *arguments)
{
    if (*format == '*') {
        *number = __builtin_va_arg(*arguments, int);
        return format + 1;
    }
    for (*number = 0; *format >= '0' && *format <= '9'; format++)
        *number = *number < 100000 ? *number * 10 + *format - '0' : *number;
    return format;
}

static const char *parse_flags(const char *format, struct format_conversion *how)
{
    *how = (struct format_conversion){ .precision = -1 };
    for (;; format++) {
        if (*format == '-')
            how->left = 1;
        else if (*format == '+')
            how->plus = 1;
        else if (*format == ' ')
            how->space = 1;
        else if (*format == '#')
            how->alternate = 1;
        else if (*format == '0')
            how->zero = 1;
        else
            return format;
    }
}

static const char *parse_length(const char *format, struct format_conversion *how)
{
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

/* Flags, width, precision and length; returns what is behind them. */
static const char *parse(const char *format, struct format_conversion *how, __builtin_va_list *arguments)
{
    format = parse_number(parse_flags(format, how), &how->width, arguments);
    if (how->width < 0) {
        how->left = 1;
        how->width = how->width == -__INT_MAX__ - 1 ? __INT_MAX__ : -how->width;
    }
    if (*format == '.') {
        format = parse_number(format + 1, &how->precision, arguments);
        if (how->precision < 0)
            how->precision = -1;
    }
    return parse_length(format, how);
}

static long long signed_argument(char length, __builtin_va_list *arguments)
{
    switch (length) {
    case 'H': return (signed char)__builtin_va_arg(*arguments, int);
    case 'h': return (short)__builtin_va_arg(*arguments, int);
    case 'L': return __builtin_va_arg(*arguments, long long);
    case 'l': return __builtin_va_arg(*arguments, long);
    default: return __builtin_va_arg(*arguments, int);
    }
}

static unsigned long long unsigned_argument(char length, __builtin_va_list *arguments)
{
    switch (length) {
    case 'H': return (unsigned char)__builtin_va_arg(*arguments, int);
    case 'h': return (unsigned short)__builtin_va_arg(*arguments, int);
    case 'L': return __builtin_va_arg(*arguments, unsigned long long);
    case 'l': return __builtin_va_arg(*arguments, unsigned long);
    default: return __builtin_va_arg(*arguments, unsigned int);
    }
}

static void put_signed(struct format_output *output, const struct format_conversion *how, long long value)
{
    const char *sign = value < 0 ? "-" : how->plus ? "+" : how->space ? " " : "";

    format_put_number(output, how, value < 0 ? -(unsigned long long)value : (unsigned long long)value, 10, sign);
}

/* One conversion, from behind its percent sign; returns the rest of the format. */
static const char *convert(struct format_output *output, const char *format, __builtin_va_list *arguments,
                           format_pointer *pointer)
{
    const char *begin = format - 1;
    struct format_conversion how;
    char character;

    format = parse(format, &how, arguments);
    switch (*format) {
    case 'd':
    case 'i':
        put_signed(output, &how, signed_argument(how.length, arguments));
        break;
    case 'u':
        format_put_number(output, &how, unsigned_argument(how.length, arguments), 10, "");
        break;
    case 'o':
        format_put_number(output, &how, unsigned_argument(how.length, arguments), 8, "");
        break;
    case 'x':
    case 'X':
        how.capital = *format == 'X';
        format_put_number(output, &how, unsigned_argument(how.length, arguments), 16, "");
        break;
    case 'c':
        character = (char)__builtin_va_arg(*arguments, int);
        put_field(output, &how, &character, 1);
        break;
    case 's':
        format_put_text(output, &how, __builtin_va_arg(*arguments, const char *));
        break;
    case 'p':
        return pointer(output, &how, __builtin_va_arg(*arguments, const void *), format + 1);
    case '%':
        format_put(output, '%');
        break;
    default:                    /* as it stands: its argument's size is not known */
        while (begin < format)
            format_put(output, *begin++);
        return format;
    }
    return format + 1;
}

__SIZE_TYPE__ format_list(char *text, __SIZE_TYPE__ size, const char *format, __builtin_va_list arguments,
                          format_pointer *pointer)
{
    struct format_output output = { text, size, 0 };
    __builtin_va_list rest;

    __builtin_va_copy(rest, arguments);
    while (*format) {
        if (*format == '%')
            format = convert(&output, format + 1, &rest, pointer ? pointer : put_pointer);
        else
            format_put(&output, *format++);
    }
    __builtin_va_end(rest);
    if (size)
        text[output.length < size ? output.length : size - 1] = 0;
    return output.length;
}

__SIZE_TYPE__ format_text(char *text, __SIZE_TYPE__ size, const char *format, ...)
{
    __builtin_va_list arguments;

    __builtin_va_start(arguments, format);
    __SIZE_TYPE__ length = format_list(text, size, format, arguments, 0);
    __builtin_va_end(arguments);
    return length;
}
