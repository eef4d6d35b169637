// SPDX-License-Identifier: GPL-2.0-only
/* Threads for tests: each is a thread of the host that waits until it is its turn. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "schedule.h"

#define NEVER (~0ull)

struct thread {
    struct thread *next;
    pthread_cond_t turn;
    void (*function)(void *argument);
    void *argument;
    unsigned priority;
    int ready;
    unsigned long long since;           /* which turn it became ready in: equals go by age */
    unsigned long long deadline;        /* when it becomes ready by itself */
    struct schedule_semaphore *semaphore;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct thread main_thread = { .turn = PTHREAD_COND_INITIALIZER, .priority = 4, .ready = 1 };
static struct thread *threads = &main_thread, *running = &main_thread;
static unsigned long long now, turns;

unsigned long long schedule_time(void)
{
    return now;
}

void schedule_delay(unsigned microseconds)
{
    now += microseconds;
}

static void make_ready(struct thread *thread)
{
    thread->ready = 1;
    thread->since = ++turns;
}

static void expire(void)
{
    for (struct thread *thread = threads; thread; thread = thread->next)
        if (!thread->ready && thread->deadline <= now)
            make_ready(thread);
}

static struct thread *best(void)
{
    struct thread *found = NULL;

    for (struct thread *thread = threads; thread; thread = thread->next)
        if (thread->ready && (!found || thread->priority > found->priority
                              || (thread->priority == found->priority && thread->since < found->since)))
            found = thread;
    return found;
}

static struct thread *next_thread(void)
{
    unsigned long long first = NEVER;
    struct thread *found;

    expire();
    found = best();
    if (found)
        return found;
    for (struct thread *thread = threads; thread; thread = thread->next)
        if (thread->deadline < first)
            first = thread->deadline;
    if (first == NEVER) {
        printf("Bail out! all threads wait for ever\n");
        fflush(stdout);
        _Exit(1);
    }
    now = first;
    expire();
    return best();
}

static void switch_from(struct thread *self)
{
    running = next_thread();
    if (running == self)
        return;
    pthread_cond_signal(&running->turn);
    while (running != self)
        pthread_cond_wait(&self->turn, &lock);
}

static void *run(void *argument)
{
    struct thread *self = argument, **link = &threads;

    pthread_mutex_lock(&lock);
    while (running != self)
        pthread_cond_wait(&self->turn, &lock);
    self->function(self->argument);
    while (*link != self)
        link = &(*link)->next;
    *link = self->next;
    running = next_thread();
    pthread_cond_signal(&running->turn);
    pthread_mutex_unlock(&lock);
    free(self);
    return NULL;
}

/* The running thread holds the lock all the time; the main one takes it at its first call. */
static void take_lock(void)
{
    static int taken;

    if (!taken)
        pthread_mutex_lock(&lock);
    taken = 1;
}

void schedule_thread(void (*function)(void *argument), void *argument, unsigned priority)
{
    struct thread *thread = calloc(1, sizeof *thread);
    pthread_t host_thread;

    take_lock();
    *thread = (struct thread){ .next = threads, .function = function, .argument = argument,
                               .priority = priority, .turn = PTHREAD_COND_INITIALIZER, .deadline = NEVER };
    make_ready(thread);
    threads = thread;
    if (pthread_create(&host_thread, NULL, run, thread) != 0)
        abort();
    pthread_detach(host_thread);
}

unsigned schedule_others(void)
{
    unsigned number = 0;

    for (struct thread *thread = threads; thread; thread = thread->next)
        number++;
    return number - 1;
}

static void wait_until(unsigned long long deadline, struct schedule_semaphore *semaphore)
{
    struct thread *self = running;

    take_lock();
    self->ready = 0;
    self->deadline = deadline;
    self->semaphore = semaphore;
    switch_from(self);
    self->semaphore = NULL;
}

static unsigned long long deadline_after(unsigned milliseconds)
{
    return milliseconds == ~0u ? NEVER : now + milliseconds * 1000ull;
}

int schedule_wait(struct schedule_semaphore *semaphore, unsigned milliseconds)
{
    unsigned long long deadline = deadline_after(milliseconds);

    while (!semaphore->value && now < deadline)
        wait_until(deadline, semaphore);
    if (!semaphore->value)
        return 0;
    semaphore->value--;
    return 1;
}

void schedule_signal(struct schedule_semaphore *semaphore)
{
    semaphore->value++;
    semaphore->signals++;
    for (struct thread *thread = threads; thread; thread = thread->next)
        if (!thread->ready && thread->semaphore == semaphore) {
            make_ready(thread);
            break;
        }
}

void schedule_sleep(unsigned milliseconds)
{
    wait_until(deadline_after(milliseconds), NULL);
}
