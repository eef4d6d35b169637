/* SPDX-License-Identifier: GPL-2.0-only */
/* memory.c, text.c and format.c of servers/runtime/, compared with the host's C library over
 * all small sizes and offsets, and over all combinations of conversions. */
#include <stdlib.h>
#include <string.h>

#include "tap.h"

/* The runtime's own functions: runtime.h would declare the C library's a second time. */
void *runtime_memcpy(void *to, const void *from, size_t size);
void *runtime_memmove(void *to, const void *from, size_t size);
void *runtime_memset(void *to, int byte, size_t size);
int runtime_memcmp(const void *left, const void *right, size_t size);
void *runtime_memchr(const void *memory, int byte, size_t size);
size_t runtime_strlen(const char *text);
int runtime_strcmp(const char *left, const char *right);
int runtime_strncmp(const char *left, const char *right, size_t size);
int runtime_snprintf(char *text, size_t size, const char *format, ...);

#define SIZE_MAX_TESTED 70
#define AREA 256

static unsigned char before[AREA], ours[AREA], theirs[AREA];

static void fill(void)
{
    for (int at = 0; at < AREA; at++)
        before[at] = (unsigned char)rand();
    memcpy(ours, before, AREA);
    memcpy(theirs, before, AREA);
}

static int sign(int number)
{
    return (number > 0) - (number < 0);
}

static void test_copies(void)
{
    int wrong_memcpy = 0, wrong_memmove = 0, wrong_memset = 0;

    for (int size = 0; size < SIZE_MAX_TESTED; size++) {
        for (int offset = 0; offset < 9; offset++) {
            fill();
            wrong_memcpy += runtime_memcpy(ours + offset, ours + 128, (size_t)size) != ours + offset;
            memcpy(theirs + offset, theirs + 128, (size_t)size);
            wrong_memcpy += memcmp(ours, theirs, AREA) != 0;
            wrong_memset += runtime_memset(ours + offset, 0x1ab, (size_t)size) != ours + offset;
            memset(theirs + offset, 0x1ab, (size_t)size);
            wrong_memset += memcmp(ours, theirs, AREA) != 0;
        }
        for (int distance = -SIZE_MAX_TESTED; distance <= SIZE_MAX_TESTED; distance++) {
            fill();
            unsigned char *to = ours + 96 + distance;
            wrong_memmove += runtime_memmove(to, ours + 96, (size_t)size) != to;
            memmove(theirs + 96 + distance, theirs + 96, (size_t)size);
            wrong_memmove += memcmp(ours, theirs, AREA) != 0;
        }
    }
    is_number(wrong_memcpy, 0, "memcpy: each size below %d, each offset", SIZE_MAX_TESTED);
    is_number(wrong_memmove, 0, "memmove: each size, each overlap on either side");
    is_number(wrong_memset, 0, "memset: each size, each offset, only the low byte counts");
}

static void test_comparisons(void)
{
    static const char *const texts[] = { "", "a", "b", "ab", "abc", "abd", "\xff", "a\xff", "abcdefgh" };
    int wrong = 0;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        wrong += runtime_strlen(texts[i]) != strlen(texts[i]);
        for (size_t j = 0; j < sizeof texts / sizeof *texts; j++) {
            wrong += sign(runtime_strcmp(texts[i], texts[j])) != sign(strcmp(texts[i], texts[j]));
            for (size_t size = 0; size < 10; size++)
                wrong += sign(runtime_strncmp(texts[i], texts[j], size))
                      != sign(strncmp(texts[i], texts[j], size));
        }
    }
    is_number(wrong, 0, "strlen, strcmp, strncmp: all pairs, bytes above 127 too");
    ok(runtime_memcmp("a\0b", "a\0c", 4) < 0 && runtime_memcmp("a\xff", "a\1", 2) > 0
       && !runtime_memcmp("a", "b", 0), "memcmp");
    ok(runtime_memchr("abc", 'c' + 256, 4) && !runtime_memchr("abc", 'c', 2), "memchr");
}

static int formats_wrong, formats_tried;

/* One format with one argument, in a buffer that is large enough and in one that is not. */
#define COMPARE(format, ...) do { \
        char got[128], expected[128]; \
        size_t size = formats_tried++ % 3 ? sizeof got : 5; \
        int got_length = runtime_snprintf(got, size, format, __VA_ARGS__); \
        int expected_length = snprintf(expected, size, format, __VA_ARGS__); \
        if (got_length != expected_length || strcmp(got, expected)) { \
            formats_wrong++; \
            tap_note("\"%s\": got %d \"%s\", expected %d \"%s\"", format, got_length, got, \
                     expected_length, expected); \
        } \
    } while (0)

#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"

static void compare_number(const char *flags, const char *width, const char *precision, char letter)
{
    static const long long numbers[] = {
        0, 1, -1, 9, 10, 255, 256, 65535, 2147483647, -2147483648LL, 4294967296LL, 9223372036854775807LL,
        -9223372036854775807LL - 1,
    };
    static const char *const lengths[] = { "hh", "h", "", "l", "z", "ll" };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        for (size_t length = 0; length < 6; length++) {
            char format[32];

            sprintf(format, "<%%%s%s%s%s%c>", flags, width, precision, lengths[length], letter);
            if (length == 5)
                COMPARE(format, numbers[i]);
            else
                COMPARE(format, (int)numbers[i]);
        }
    }
}

static void compare_text(const char *flags, const char *width, const char *precision)
{
    char format[32];

    sprintf(format, "<%%%s%s%ss>", flags, width, precision);
    COMPARE(format, "");
    COMPARE(format, "ab");
    COMPARE(format, "abcdefghijklmnop");
}

static void test_formats(void)
{
    static const char *const flags[] = { "", "-", "0", "-0" }, *const widths[] = { "", "1", "7", "30" },
        *const precisions[] = { "", ".", ".0", ".1", ".5", ".25" };

    for (int flag = 0; flag < 4; flag++) {
        for (int width = 0; width < 4; width++) {
            for (int precision = 0; precision < 6; precision++) {
                for (const char *letter = "diuxX"; *letter; letter++)
                    compare_number(flags[flag], widths[width], precisions[precision], *letter);
                if (!strchr(flags[flag], '0'))          /* undefined in C */
                    compare_text(flags[flag], widths[width], precisions[precision]);
            }
        }
    }
    COMPARE("%c%c", 'a', 0);
    COMPARE("%*d|%-*d|%*d", 5, 1, 5, 2, -5, 3);
    COMPARE("%.*s|%.*d", 2, "abc", 4, 7);
    COMPARE("%d%%", 50);
    COMPARE("%p", (void *)0x1234abcd);
    is_number(formats_wrong, 0, "snprintf: %d formats as the host prints them", formats_tried);
}

static void test_format_ends(void)
{
    char unterminated[3] = { 'a', 'b', 'c' }, text[16] = "untouched";

    is_number(runtime_snprintf(NULL, 0, "%d", 12345), 5, "without a buffer the length is told");
    is_number(runtime_snprintf(text, 1, "abc"), 3, "a buffer of one byte");
    is_text(text, "", "holds the terminator");
    runtime_snprintf(text, sizeof text, "%.3s", unterminated);
    is_text(text, "abc", "a precision bounds what is read");
    runtime_snprintf(text, sizeof text, "%s", (char *)NULL);
    is_text(text, "(null)", "a null text");
    runtime_snprintf(text, sizeof text, "%y %5");
    is_text(text, "%y %5", "an unknown conversion is copied, an unfinished one too");
}

int main(void)
{
    test_copies();
    test_comparisons();
    test_formats();
    test_format_ends();
    return tap_end();
}
