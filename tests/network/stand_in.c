/* SPDX-License-Identifier: GPL-2.0-only */
/* A stand-in for the kernel (stand_in.h). */
#include "stand_in.h"

#include "signature.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define IMPLEMENTED_MAX 16
#define ENTRY_SIZE 12
#define COMPONENT_FUNCTIONS 12

struct server {
    void *handle;
    const char *name;
    const struct signature_header *signature;
    const struct signature_implemented *implemented;
    const void *const *entries[IMPLEMENTED_MAX];
    struct object *roots[IMPLEMENTED_MAX];
};

/* Calls under way: where each returns to, and the object that it keeps alive. */
struct stand_in_frame {
    void *return_address;
    struct object *object;
};
struct stand_in_frame stand_in_frames[256];
struct stand_in_frame *stand_in_frame = stand_in_frames;

void stand_in_leave(void);
void stand_in_leave(void)
{
    reference_release(stand_in_frame[-1].object);
}

/* void stand_in_entry(void), with the function in eax: called as the entry of an
 * interface. Moves the return address into a frame, puts `self` in the reference's place,
 * and calls the function, whose arguments are then where its caller put them. Returns
 * its result in eax, and OK as the status of the call in edx.
 */
void stand_in_entry(void);
__asm__(".text\n"
        "stand_in_entry:\n\t"
        "movl stand_in_frame, %ecx\n\t"
        "popl (%ecx)\n\t"               /* return address */
        "movl (%esp), %edx\n\t"         /* the reference: struct object */
        "movl %edx, 4(%ecx)\n\t"
        "incl 8(%edx)\n\t"              /* references */
        "addl $8, stand_in_frame\n\t"
        "movl 4(%edx), %edx\n\t"        /* self */
        "movl %edx, (%esp)\n\t"
        "call *%eax\n\t"
        "pushl %eax\n\t"
        "call stand_in_leave\n\t"
        "popl %eax\n\t"
        "xorl %edx, %edx\n\t"
        "subl $8, stand_in_frame\n\t"
        "movl stand_in_frame, %ecx\n\t"
        "pushl (%ecx)\n\t"
        "ret\n");

/* Room for the code of `count` entries. */
static u8 *allocate_code(u32 count)
{
    static u8 *code, *end;

    if ((size_t)(end - code) < count * ENTRY_SIZE) {
        code = mmap(NULL, 65536, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (code == MAP_FAILED) {
            perror("mmap");
            exit(3);
        }
        end = code + 65536;
    }
    code += count * ENTRY_SIZE;
    return code - count * ENTRY_SIZE;
}

/* The table of entries for these functions, each `movl $function, %eax; jmp stand_in_entry`. */
static const void *const *make_entries(void *const *functions, u32 count)
{
    static struct { void *const *functions; u32 count; const void **entries; } made[128];
    static u32 made_count;
    const void **entries;
    u8 *code;

    for (u32 i = 0; i < made_count; i++)
        if (made[i].functions == functions && made[i].count == count)
            return made[i].entries;
    entries = calloc(count + 1, sizeof *entries);
    code = allocate_code(count);
    made[made_count].functions = functions;
    made[made_count].count = count;
    made[made_count++].entries = entries;
    for (u32 i = 0; i < count; i++) {
        u32 function = (u32)functions[i], distance = (u32)stand_in_entry - (u32)(code + 10);

        entries[i] = code;
        code[0] = 0xb8;
        memcpy(code + 1, &function, 4);
        code[5] = 0xe9;
        memcpy(code + 6, &distance, 4);
        code += ENTRY_SIZE;
    }
    return entries;
}

static struct object *make_object(const void *const *entries, void *self, void (*destroy)(void *),
                                  struct server *server)
{
    struct object *object = malloc(sizeof *object);

    *object = (struct object){entries, self, 1, destroy, server};
    return object;
}

void *object_create(void *const *functions, u32 count, void *self, void (*destroy)(void *self))
{
    return make_object(make_entries(functions, count), self, destroy, NULL);
}

void *reference_duplicate(void *reference)
{
    struct object *object = reference;

    if (object != NULL)
        object->references++;
    return object;
}

void reference_release(void *reference)
{
    struct object *object = reference;

    if (object == NULL || --object->references > 0)
        return;
    if (object->destroy != NULL)
        object->destroy(object->self);
    free(object);
}

/* The Component interface. */

static u32 references_left = 0xffffffff;

void references_limit(u32 more)
{
    references_left = more;
}

static int reference_is_left(void)
{
    if (references_left == 0)
        return 0;
    references_left -= references_left != 0xffffffff;
    return 1;
}

static u32 component_construct(struct server *self, u32 implementation, u32 pointer)
{
    const struct signature_implemented *implemented = &self->implemented[implementation];

    if (!reference_is_left())
        return 0;
    return (u32)make_object(self->entries[implementation], (void *)pointer,
                            (void (*)(void *))implemented->destroy, self);
}

static u32 component_duplicate(struct server *self, u32 reference)
{
    (void)self;
    return reference == 0 || reference_is_left() ? (u32)reference_duplicate((void *)reference) : 0;
}

static status component_release(struct server *self, u32 reference)
{
    (void)self;
    reference_release((void *)reference);
    return OK;
}

static u32 component_self_of(struct server *self, u32 implementation, u32 reference)
{
    struct object *object = (struct object *)reference;

    (void)implementation;
    return object != NULL && object->server == self ? (u32)object->self : 0;
}

/* Memory objects of the tests have the address of their memory as the first word of self. */
static status component_map(struct server *self, struct object *memory, u32 *address)
{
    (void)self;
    *address = *(u32 *)memory->self;
    return OK;
}

static status component_unmap(struct server *self, u32 address)
{
    (void)self;
    (void)address;
    return OK;
}

static status component_enable_ports(struct server *self, void *ports)
{
    (void)self;
    (void)ports;
    return E_NOTSUP;
}

static void component_abort(struct server *self, const void *message, u32 length)
{
    fprintf(stderr, "server `%s` stops: %.*s\n", self->name, (int)length, (const char *)message);
    abort();
}

status check_required_result;

static status component_check_required(struct server *self, const void *name, u32 length, void *reference)
{
    (void)self;
    (void)name;
    (void)length;
    (void)reference;
    return check_required_result;
}

/* By number. No server of the stack keeps objects. */
static void *const component_functions[COMPONENT_FUNCTIONS] = {
    component_construct, component_duplicate, component_release, component_self_of,
    component_map, component_unmap, component_enable_ports, component_abort,
    [11] = component_check_required,
};

void *component_create(const char *name)
{
    struct server *server = calloc(1, sizeof *server);

    server->name = name;
    return object_create(component_functions, COMPONENT_FUNCTIONS, server, NULL);
}

void *server_symbol(struct server *server, const char *name)
{
    void *address = dlsym(server->handle, name);

    if (address == NULL) {
        fprintf(stderr, "server `%s`: no symbol `%s`\n", server->name, name);
        exit(1);
    }
    return address;
}

/* Sets the required references, and makes entries for what the server implements. */
static void bind(struct server *server, void *const *references)
{
    const struct signature_header *header = server->signature;
    const struct signature_interface *interfaces = (const void *)(header + 1);
    const struct signature_function *functions = (const void *)(interfaces + header->interface_count);
    const struct signature_parameter *parameters = (const void *)(functions + header->function_count);
    const struct signature_required *required;
    const u32 *addresses;

    server->implemented = (const void *)(parameters + header->parameter_count);
    required = (const void *)(server->implemented + header->implemented_count);
    addresses = (const void *)(required + header->required_count);
    for (u32 i = 0; i < header->required_count; i++)
        *(void **)required[i].variable = references[i];
    for (u32 i = 0; i < header->implemented_count; i++) {
        const struct signature_implemented *implemented = &server->implemented[i];

        server->entries[i] = make_entries((void *const *)&addresses[implemented->first_address],
                                          interfaces[implemented->interface].function_count);
    }
}

struct server *server_try(const char *file, const char *name, void *const *references, status *result)
{
    struct server *server = calloc(1, sizeof *server);
    void *roots[IMPLEMENTED_MAX] = {NULL};
    char symbol[64];
    u32 root = 0;

    server->name = name;
    server->handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (server->handle == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        exit(1);
    }
    snprintf(symbol, sizeof symbol, "%s_signature", name);
    server->signature = server_symbol(server, symbol);
    *(void **)server->signature->component = object_create(component_functions, COMPONENT_FUNCTIONS, server,
                                                           NULL);
    bind(server, references);
    *result = ((status (*)(void *))server->signature->construct)(roots);
    for (u32 i = 0; i < server->signature->implemented_count; i++)
        if (server->implemented[i].root)
            server->roots[root] = make_object(server->entries[i], roots[root], NULL, server), root++;
    return server;
}

struct server *server_load(const char *file, const char *name, void *const *references)
{
    status result;
    struct server *server = server_try(file, name, references, &result);

    if (result < 0) {
        fprintf(stderr, "server `%s`: its constructor failed: %d\n", name, result);
        exit(1);
    }
    return server;
}

void *server_root(struct server *server, u32 index)
{
    return server->roots[index];
}
