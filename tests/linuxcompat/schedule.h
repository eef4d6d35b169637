/* SPDX-License-Identifier: GPL-2.0-only */
/* Threads for tests of a serialised server: one runs until it waits, and time stands still
 * while any is ready. So each test runs the same way each time, and takes no time.
 *
 * That is how the kernel's monitor looks from inside: another thread gets in only when
 * one waits. When all wait, time jumps to the first that does not wait for ever; when all
 * wait for ever, the test fails and ends.
 */
#ifndef TESTS_LINUXCOMPAT_SCHEDULE_H
#define TESTS_LINUXCOMPAT_SCHEDULE_H

struct schedule_semaphore {
    unsigned value;
    unsigned signals;           /* ever, for tests */
};

/* Microseconds since the start. */
unsigned long long schedule_time(void);
/* Lets time pass, and nobody run. */
void schedule_delay(unsigned microseconds);

/* A thread that calls `function(argument)`; of the ready ones the highest priority runs, equals in
 * the order in which they became ready. */
void schedule_thread(void (*function)(void *argument), void *argument, unsigned priority);
/* Threads besides the caller that have not ended. */
unsigned schedule_others(void);

/* 1 if it took one, 0 after that many milliseconds (~0: never). */
int schedule_wait(struct schedule_semaphore *semaphore, unsigned milliseconds);
void schedule_signal(struct schedule_semaphore *semaphore);
void schedule_sleep(unsigned milliseconds);

#endif
