// SPDX-License-Identifier: GPL-2.0-only
/* The kernel's part of the world: objects, memory, threads, time, log, settings. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "objects.h"
#include "world.h"

/* Objects. */

static struct object *alive;

void *object_new(unsigned size, const void *entries, const char *kind, void (*destroy)(struct object *object))
{
    struct object *object = calloc(1, size);

    *object = (struct object){ entries, alive, kind, 1, destroy };
    alive = object;
    return object;
}

void object_hold(struct object *object)
{
    object->references++;
}

void object_release(struct object *object)
{
    struct object **link = &alive;

    if (!object || --object->references)
        return;
    while (*link != object)
        link = &(*link)->next;
    *link = object->next;
    if (object->destroy)
        object->destroy(object);
    free(object);
}

unsigned objects_alive(const char *kind)
{
    unsigned number = 0;

    for (struct object *object = alive; object; object = object->next)
        number += strcmp(object->kind, kind) == 0;
    return number;
}

/* Objects of the server's own. */

struct local_object {
    struct object object;
    void *self;
};

static void run_local(Runnable reference)
{
    runnable_run(((struct local_object *)reference)->self);
}

static u32 handle_local(InterruptHandler reference)
{
    return interrupt_handler_handle(((struct local_object *)reference)->self);
}

static void destroy_runnable(struct object *object)
{
    runnable_destroy(((struct local_object *)object)->self);
}

static void destroy_handler(struct object *object)
{
    interrupt_handler_destroy(((struct local_object *)object)->self);
}

static const struct Runnable_entries local_runnable = { run_local };
static const struct InterruptHandler_entries local_handler = { handle_local };

static u32 component_construct(Component self, u32 implementation, u32 pointer)
{
    struct local_object *object = implementation == 1
        ? object_new(sizeof *object, &local_handler, "handler", destroy_handler)
        : object_new(sizeof *object, &local_runnable, "runnable", destroy_runnable);

    object->self = (void *)pointer;
    return (u32)object;
}

static u32 component_duplicate(Component self, u32 reference)
{
    object_hold((struct object *)reference);
    return reference;
}

static status component_release(Component self, u32 reference)
{
    object_release((struct object *)reference);
    return OK;
}

static struct memory_object *mappings[64];

static status component_map(Component self, Any memory, u32 *address)
{
    struct memory_object *object = (struct memory_object *)memory;

    for (unsigned i = 0; i < 64; i++)
        if (!mappings[i]) {
            mappings[i] = object;
            object_hold(&object->object);
            *address = (u32)object->bytes;
            return OK;
        }
    return E_NOMEM;
}

static status component_unmap(Component self, u32 address)
{
    for (unsigned i = 0; i < 64; i++)
        if (mappings[i] && (u32)mappings[i]->bytes == address) {
            object_release(&mappings[i]->object);
            mappings[i] = NULL;
            return OK;
        }
    return E_INVAL;
}

static status component_enable_ports(Component self, IoPorts ports)
{
    return OK;
}

static jmp_buf stopped;
static int may_stop;

static void component_abort(Component self, const void *message, u32 length)
{
    if (may_stop)
        longjmp(stopped, 1);
    printf("Bail out! the server stopped: %.*s\n", (int)length, (const char *)message);
    exit(1);
}

int world_stops(void (*function)(void))
{
    int result = setjmp(stopped);

    if (!result) {
        may_stop = 1;
        function();
    }
    may_stop = 0;
    return result;
}

static const struct Component_entries component_entries = {
    .construct = component_construct, .duplicate = component_duplicate, .release = component_release,
    .map = component_map, .unmap = component_unmap, .enablePorts = component_enable_ports,
    .abort = component_abort
};

/* Memory. */

static u32 memory_size(Memory self)
{
    return ((struct memory_object *)self)->size;
}

static status memory_physical(Memory self, u32 offset, u32 *address)
{
    struct memory_object *object = (struct memory_object *)self;

    if (offset >= object->size)
        return E_RANGE;
    *address = object->physical + offset;
    return OK;
}

static void memory_destroy(struct object *object)
{
    struct memory_object *memory = (struct memory_object *)object;

    if (memory->owned)
        free(memory->bytes);
}

Memory memory_of(unsigned char *bytes, unsigned size, unsigned physical, int owned)
{
    static const struct Memory_entries entries = { memory_size, memory_physical };
    struct memory_object *object = object_new(sizeof *object, &entries, "memory", memory_destroy);

    object->bytes = bytes;
    object->size = size;
    object->physical = physical;
    object->owned = owned;
    return (Memory)object;
}

int world_memory = -1;

/* servers/runtime/runtime.h. */
void heap_use(PhysicalMemory memory);
void *allocate(u32 size);
void deallocate(void *memory);

void heap_use(PhysicalMemory memory)
{
}

void *allocate(u32 size)
{
    if (world_memory == 0)
        return NULL;
    if (world_memory > 0)
        world_memory--;
    return memset(malloc(size), 0xa5, size);    /* as little zeroed as the server's heap */
}

void deallocate(void *memory)
{
    free(memory);
}

/* Threads and time. */

struct semaphore_object {
    struct object object;
    struct schedule_semaphore semaphore;
};

static status semaphore_wait(Semaphore self, u32 timeout)
{
    return schedule_wait(&((struct semaphore_object *)self)->semaphore, timeout) ? OK : E_TIMEDOUT;
}

static void semaphore_signal(Semaphore self)
{
    schedule_signal(&((struct semaphore_object *)self)->semaphore);
}

Semaphore semaphore_new(unsigned initial)
{
    static const struct Semaphore_entries entries = { semaphore_wait, semaphore_signal };
    struct semaphore_object *object = object_new(sizeof *object, &entries, "semaphore", NULL);

    object->semaphore.value = initial;
    return (Semaphore)object;
}

static status threads_create_semaphore(Threads self, u32 initial, Semaphore *semaphore)
{
    *semaphore = semaphore_new(initial);
    return OK;
}

static void run_thread(void *argument)
{
    Runnable_run(argument);
    object_release(argument);
}

static status threads_create(Threads self, Runnable runnable, u32 priority, const void *name, u32 length,
                             Thread *thread)
{
    static const struct Thread_entries entries;

    object_hold((struct object *)runnable);
    *thread = object_new(sizeof(struct object), &entries, "thread", NULL);
    schedule_thread(run_thread, (void *)runnable, priority);
    return OK;
}

static void threads_sleep(Threads self, u32 milliseconds)
{
    schedule_sleep(milliseconds);
}

static u32 clock_milliseconds(Clock self)
{
    return schedule_time() / 1000;
}

static u32 clock_microseconds(Clock self)
{
    return schedule_time();
}

/* As the clock server does. */
static status clock_delay(Clock self, u32 microseconds)
{
    if (microseconds > 10000)
        return E_RANGE;
    schedule_delay(microseconds);
    return OK;
}

unsigned world_milliseconds(void)
{
    return schedule_time() / 1000;
}

void world_sleep(unsigned milliseconds)
{
    schedule_sleep(milliseconds);
}

unsigned world_threads(void)
{
    return objects_alive("runnable");
}

struct later {
    unsigned milliseconds;
    void (*function)(void);
};

static void run_later(void *argument)
{
    struct later later = *(struct later *)argument;

    free(argument);
    schedule_sleep(later.milliseconds);
    later.function();
}

void world_later(unsigned milliseconds, void (*function)(void))
{
    struct later *later = malloc(sizeof *later);

    *later = (struct later){ milliseconds, function };
    schedule_thread(run_later, later, 7);
}

/* Log. */

static char text[65536];
static unsigned length;

static void log_write(Log self, const void *line, u32 size)
{
    if (getenv("WORLD_LOG"))
        printf("# %.*s", (int)size, (const char *)line);
    if (size > sizeof text - 1 - length)
        size = sizeof text - 1 - length;
    memcpy(text + length, line, size);
    length += size;
    text[length] = 0;
}

const char *world_log(void)
{
    return text;
}

int world_logged(const char *part)
{
    return strstr(text, part) != NULL;
}

void world_log_clear(void)
{
    length = 0;
    text[0] = 0;
}

/* Settings. */

static struct {
    const char *name, *value;
} chosen[16];

void world_setting(const char *name, const char *value)
{
    unsigned i = 0;

    while (i < 15 && chosen[i].name && strcmp(chosen[i].name, name) != 0)
        i++;
    chosen[i].name = name;
    chosen[i].value = value;
}

static i32 settings_get(Settings self, const void *name, u32 size, u32 index, void *value, u32 room)
{
    for (unsigned i = 0; i < 16 && chosen[i].name; i++)
        if (chosen[i].value && strlen(chosen[i].name) == size && memcmp(chosen[i].name, name, size) == 0) {
            u32 used = strlen(chosen[i].value);

            if (index || used > room)
                return index ? E_NOENT : E_RANGE;
            memcpy(value, chosen[i].value, used);
            return used;
        }
    return E_NOENT;
}

/* All together. */

void world_check(int condition, const char *file, int line, const char *format, ...)
{
    char name[256];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(name, sizeof name, format, arguments);
    va_end(arguments);
    tap_check(condition, file, line, "%s", name);
}

#define REFERENCE(type, name, ...) \
    static const struct type##_entries name##_table = { __VA_ARGS__ }; \
    static const struct type##_entries *const name##_reference = &name##_table

REFERENCE(Clock, clock, .getMilliseconds = clock_milliseconds, .getMicroseconds = clock_microseconds,
          .delay = clock_delay);
REFERENCE(Threads, threads, .create = threads_create, .createSemaphore = threads_create_semaphore,
          .sleep = threads_sleep);
REFERENCE(Log, log, .write = log_write);
REFERENCE(Settings, settings, .get = settings_get);

static const struct Component_entries *const component_reference = &component_entries;
static const struct PciDevice_entries *const pci_reference = &pci_entries;
static const struct Packets_entries *const packets_reference = &packets_entries;

void world_begin(void)
{
    component = &component_reference;
    device = &pci_reference;
    clock = &clock_reference;
    packets = &packets_reference;
    threads = &threads_reference;
    log = &log_reference;
    settings = &settings_reference;
    packets_begin();
}

struct network_device *world_device;

int world_construct(void)
{
    struct network_roots roots = { 0 };
    int result = construct(&roots);

    world_device = roots.network_device;
    return result;
}

void world_destruct(void)
{
    destruct();
}

int world_end(void)
{
    static const char *const kinds[] = { "runnable", "handler", "registration", "thread", "queue", "packet" };

    queues_end();
    for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++)
        ok(objects_alive(kinds[i]) == 0, "no %s is left", kinds[i]);
    ok(objects_alive("memory") <= 1, "no memory is mapped but that of the packets");
    is_number(world_packets_free, WORLD_PACKETS, "all packets are free");
    return tap_end();
}
