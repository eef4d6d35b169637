/* SPDX-License-Identifier: GPL-2.0-only */
/* TAP for test programs in C: one line a check, and the plan at the end, so that a test
 * that stopped in the middle is noticed. `return tap_end();` closes main(). */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int tap_checks, tap_failures;

/* A diagnostic line. */
static inline void __attribute__((format(printf, 1, 2))) tap_note(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    printf("# ");
    vprintf(format, arguments);
    printf("\n");
    va_end(arguments);
}

/* A check: `condition` holds. The rest names it, as printf does. Returns the condition. */
#define ok(condition, ...) tap_check(!!(condition), __FILE__, __LINE__, __VA_ARGS__)

static inline int __attribute__((format(printf, 4, 5)))
tap_check(int condition, const char *file, int line, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    printf("%sok %d - ", condition ? "" : "not ", ++tap_checks);
    vprintf(format, arguments);
    printf("\n");
    va_end(arguments);
    if (!condition) {
        tap_failures++;
        tap_note("failed at %s:%d", file, line);
    }
    fflush(stdout);
    return condition;
}

/* A check: two numbers are equal. */
#define is_number(got, expected, ...) do { \
        long long got_ = (long long)(got), expected_ = (long long)(expected); \
        if (!ok(got_ == expected_, __VA_ARGS__)) \
            tap_note("got %lld, expected %lld", got_, expected_); \
    } while (0)

/* A check: two texts are equal. */
#define is_text(got, expected, ...) do { \
        const char *got_ = (got), *expected_ = (expected); \
        if (!ok(strcmp(got_, expected_) == 0, __VA_ARGS__)) \
            tap_note("got      \"%s\"", got_), tap_note("expected \"%s\"", expected_); \
    } while (0)

static inline int tap_end(void)
{
    printf("1..%d\n", tap_checks);
    return tap_failures ? 1 : 0;
}

#endif
