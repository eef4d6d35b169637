/* SPDX-License-Identifier: GPL-2.0-only */
/* As much of the `check` framework as lwIP's unit tests use, because Debian has it for one
 * architecture only and these tests are 32-bit. Results come out as TAP (unit.c).
 */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#define CHECK_MAJOR_VERSION 0
#define CHECK_MINOR_VERSION 15

typedef void (*SFun)(void);
typedef void (*TFun)(int index);

typedef struct TTest {
    const char *name;
    TFun function;
} TTest;

typedef struct Suite Suite;

#define START_TEST(test) \
    static void test##_function(int _i); \
    static const TTest test##_test = {#test, test##_function}; \
    static const TTest *const test = &test##_test; \
    static void test##_function(int _i __attribute__((unused)))
#define END_TEST

/* Each of them ends the test. */
#define fail_unless(condition, ...) ((condition) ? (void)0 : check_failed(#condition, __FILE__, __LINE__))
#define fail_if(condition, ...) fail_unless(!(condition))
#define fail(...) check_failed("fail()", __FILE__, __LINE__)

void check_failed(const char *what, const char *file, int line) __attribute__((noreturn));

#endif
