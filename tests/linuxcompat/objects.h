/* SPDX-License-Identifier: GPL-2.0-only */
/* The references of the test's world, shared by the files that make it up. */
#ifndef TESTS_LINUXCOMPAT_OBJECTS_H
#define TESTS_LINUXCOMPAT_OBJECTS_H

#include "network.server.h"
#include "schedule.h"

/* What a reference points at. One slot serves all who hold a reference: they are counted. */
struct object {
    const void *entries;
    struct object *next;            /* of those alive */
    const char *kind;
    unsigned references;
    void (*destroy)(struct object *object);     /* frees it */
};

/* Makes an object that is referenced once. `size` is that of the structure it begins. */
void *object_new(unsigned size, const void *entries, const char *kind,
                 void (*destroy)(struct object *object));
void object_hold(struct object *object);
void object_release(struct object *object);
unsigned objects_alive(const char *kind);

struct memory_object {
    struct object object;
    unsigned char *bytes;
    unsigned size, physical;
    int owned;                      /* `bytes` go with it */
};
Memory memory_of(unsigned char *bytes, unsigned size, unsigned physical, int owned);

Semaphore semaphore_new(unsigned initial);

extern const struct PciDevice_entries pci_entries;
extern const struct Packets_entries packets_entries;
void packets_begin(void);
/* Gives up the queues of the last start. */
void queues_end(void);

#endif
