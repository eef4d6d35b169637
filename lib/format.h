/* SPDX-License-Identifier: GPL-2.0-only */
/* printf() into a buffer, for kernel, servers and ported drivers.
 *
 * Understood are the conversions d i u o x X c s p % with the flags - + space # 0, a width and a precision (each a number
 * or *), and the lengths hh h l ll L q z t, as in C11. Any other conversion is copied as it stands, and its argument is
 * not taken. %p is 0x and hexadecimal digits, unless whoever calls has a function for it: Linux's drivers print
 * addresses of stations by it, and more. */
#ifndef LIB_FORMAT_H
#define LIB_FORMAT_H

/* Where the text goes. */
struct format_output {
    char *text;
    __SIZE_TYPE__ size;         /* of the buffer; text beyond size - 1 bytes is counted, not stored */
    __SIZE_TYPE__ length;       /* of the whole text so far, which may pass size */
};

/* What stands between a percent sign and the letter. */
struct format_conversion {
    int left, plus, space, alternate, zero, capital;    /* flags */
    int width;
    int precision;              /* -1: none */
    char length;                /* 'H' for hh, 'h', 'l', 'L' for ll, or 0 */
};

/* Prints the pointer of a %p; `rest` is the format behind it. Returns the format behind what it understood of that. */
typedef const char *format_pointer(struct format_output *output, struct format_conversion *conversion,
                                   const void *pointer, const char *rest);

/* Formats into `text`, cut to size - 1 bytes, and terminates it unless size is 0. `pointer` prints %p, or is null. Returns
 * the length that the whole text would have. */
__SIZE_TYPE__ format_list(char *text, __SIZE_TYPE__ size, const char *format, __builtin_va_list arguments,
                          format_pointer *pointer);
__SIZE_TYPE__ format_text(char *text, __SIZE_TYPE__ size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* For functions that print pointers: a character, a text (null: "(null)") and a number, the last two by the conversion;
 * `sign` stands before the number. */
void format_put(struct format_output *output, char character);
void format_put_text(struct format_output *output, const struct format_conversion *conversion, const char *text);
void format_put_number(struct format_output *output, const struct format_conversion *conversion,
                       unsigned long long value, unsigned int base, const char *sign);

#endif
