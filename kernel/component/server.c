/* SPDX-License-Identifier: GPL-2.0-only */
/* The life of a server: made from a file, supplied, run, asked for its roots, unloaded.
 *
 * A server that goes is cut off first, so that what others hold of it answers E_GONE; then
 * it is told, and can still call; then what it holds is released. Threads may be inside
 * all the while; each keeps the object alive that it was called through, each object
 * keeps the server. So code and data are freed when the last call has returned, and
 * nobody has to wait. */
#include "server.h"

#include "error.h"
#include "frame_page.h"
#include "heap.h"
#include "interrupts.h"
#include "monitor.h"
#include "pages.h"
#include "string.h"

struct server kernel_server;
struct server *all_servers;

static void set_name(struct server *server, const char *name)
{
    u32 i;

    for (i = 0; i < SIGNATURE_NAME_MAX && name[i]; i++)
        server->name[i] = name[i];
    server->name[i] = 0;
}

/* Where a function of its signature runs. */
static u32 address_in(const struct server *server, u32 offset)
{
    return server->image.address + offset;
}

/* Writes a variable of its signature. */
static void set_variable(struct server *server, u32 offset, u32 value)
{
    *(u32 *)(server->image.base + offset) = value;
}

/* Tables of what the signature declares; zeroed. */
static status allocate_tables(struct server *server)
{
    const struct signature_header *header = server->signature.header;

    server->types = heap_allocate(header->interface_count * sizeof *server->types + 1);
    server->implementations = heap_allocate(header->implemented_count * sizeof *server->implementations + 1);
    server->roots = heap_allocate(header->implemented_count * sizeof *server->roots + 1);
    server->required = heap_allocate(header->required_count * sizeof *server->required + 1);
    return server->types && server->implementations && server->roots && server->required ? OK : E_NOMEM;
}

static void set_implementations(struct server *server)
{
    const struct signature *s = &server->signature;
    u32 i;

    for (i = 0; i < s->header->implemented_count; i++) {
        const struct signature_implemented *from = &s->implemented[i];

        server->implementations[i] = (struct implementation){
            .server = server,
            .type = server->types[from->interface],
            .destroy = from->destroy ? address_in(server, from->destroy) : 0
        };
    }
}

/* What follows once image and signature's bytes are in place. */
static status complete(struct server *server, u32 signature_size, const struct direct_function *direct)
{
    status result = signature_read(&server->signature, server->signature_bytes, signature_size,
                                   &server->image);

    if (result < 0)
        return result;
    server->room = SERVER_SLOTS_MAX;
    server->handles = (u32)slots;
    server->serialised = !(server->signature.header->flags & SIGNATURE_THREAD_SAFE);
    result = allocate_tables(server);
    if (result >= 0)
        result = interface_intern(&server->signature, server->types);
    if (result >= 0) {
        set_implementations(server);
        result = entries_make(server, direct);
    }
    if (result < 0)
        error_set(result, "server `%s`: no memory for its tables and entry points", server->name);
    return result;
}

/* The kernel's implementation of Component, found once. */
static struct implementation *component_implementation(void)
{
    const struct signature *s = &kernel_server.signature;
    u32 i;

    for (i = 0; i < s->header->implemented_count; i++)
        if (!strcmp(kernel_server.implementations[i].type->name, "Component"))
            return &kernel_server.implementations[i];
    return NULL;
}

/* Gives the server its `component`, and shows it to the world. */
static status admit(struct server *server)
{
    struct implementation *implementation = component_implementation();
    struct object *object;
    u32 flags;

    object = implementation ? object_create(implementation, NULL) : NULL;
    flags = interrupts_disable();
    server->component_slot = object ? reference_create(object, server) : NULL;
    if (server->component_slot) {
        object->count--;                /* the slot's is left */
        server->next = all_servers;
        all_servers = server;
        server->holds = server == &kernel_server ? server->holds + 1 : 1;
    }
    interrupts_restore(flags);
    if (!server->component_slot) {
        if (object)
            object_discard(object);
        return error_set(E_NOMEM, "server `%s`: no memory for its component object", server->name);
    }
    set_variable(server, server->signature.header->component, (u32)server->component_slot);
    return OK;
}

static void free_server(struct server *server)
{
    if (server->image.base)
        pages_free(server->image.base, server->image.pages);
    entries_free(server);
    domain_expel(server);
    heap_free(server->types);
    heap_free(server->implementations);
    heap_free(server->roots);
    heap_free(server->required);
    heap_free(server->signature_bytes);
    heap_free(server);
}

status server_make_kernel(const void *signature, u32 size, const struct direct_function *direct)
{
    struct server *server = &kernel_server;
    status result;

    set_name(server, "kernel");
    domain_admit(&kernel_domain, server);
    server->signature_bytes = (void *)signature;
    server->image.text_end = server->image.data_end = ~0u;
    result = complete(server, size, direct);
    return result < 0 ? result : admit(server);
}

status server_load(const u8 *file, u32 size, const char *name, struct domain *domain, u32 traced,
                   struct server **loaded)
{
    struct server *server = heap_allocate(sizeof *server);
    struct file_range range;
    status result;

    if (!server)
        return error_set(E_NOMEM, "server `%s`: no memory", name);
    set_name(server, name);
    server->traced = traced;
    result = domain_admit(domain, server);
    if (result < 0) {
        heap_free(server);
        return error_set(result, "server `%s`: domain %s has ended", name, domain->name);
    }
    result = elf_load(file, size, &server->image, &range);
    if (result >= 0) {
        server->signature_bytes = heap_allocate(range.size);
        result = server->signature_bytes ? OK : error_set(E_NOMEM, "server `%s`: no memory", name);
    }
    if (result >= 0) {
        memcpy(server->signature_bytes, file + range.offset, range.size);
        result = complete(server, range.size, NULL);
    }
    if (result >= 0)
        result = admit(server);
    if (result < 0)
        free_server(server);
    else
        *loaded = server;
    return result;
}

/* Whether what `slot` denotes can be required reference `index`. */
static status check_supply(const struct server *server, u32 index, const struct slot *slot)
{
    const struct signature *s = &server->signature;
    const struct interface_type *type;
    const struct implementation *implementation;

    if (index >= s->header->required_count)
        return error_set(E_RANGE, "server `%s` requires %u references", server->name,
                         s->header->required_count);
    if (server->state != SERVER_LOADED)
        return error_set(E_BUSY, "server `%s` is started: nothing can be bound any more", server->name);
    if (!slot->object)
        return error_set(E_GONE, "server `%s`, reference %s: its server is gone", server->name,
                         signature_name(s, s->required[index].name));
    implementation = slot->object->implementation;
    type = s->required[index].interface == SIGNATURE_ANY ? NULL : server->types[s->required[index].interface];
    if (!type || type == implementation->type)
        return OK;
    interface_explain(type, server->name, implementation->type, implementation->server->name);
    return E_TYPE;
}

status server_supply(struct server *server, u32 index, const struct slot *slot)
{
    u32 flags = interrupts_disable();
    status result = check_supply(server, index, slot);
    struct slot *own = NULL, *old = NULL;

    if (result >= 0) {
        own = reference_copy(slot, server);
        if (!own)
            result = error_set(E_NOMEM, "server `%s`: no memory for a reference", server->name);
    }
    if (own) {
        old = server->required[index];
        server->required[index] = own;
        set_variable(server, server->signature.required[index].variable, (u32)own);
    }
    interrupts_restore(flags);
    if (old)
        reference_drop(old);
    return result;
}

const char *server_required_type(const struct server *server, u32 index)
{
    u16 interface = server->signature.required[index].interface;

    return interface == SIGNATURE_ANY ? "any" : server->types[interface]->name;
}

static status check_supplied(const struct server *server)
{
    const struct signature *s = &server->signature;
    u32 i;

    for (i = 0; i < s->header->required_count; i++) {
        const struct signature_required *required = &s->required[i];

        if (!required->optional && !server->required[i])
            return error_set(E_INVAL, "server `%s`: the required reference `%s` (interface %s) is missing",
                             server->name, signature_name(s, required->name),
                             server_required_type(server, i));
    }
    return OK;
}

u32 server_upcall(struct server *server, u32 function, void *argument)
{
    u32 result;

    frame_push(server);
    result = ((u32 (*)(void *))function)(argument);
    frame_pop();
    return result;
}

/* The roots, from what the constructor stored for each. */
static status make_roots(struct server *server, void *const *selves)
{
    const struct signature *s = &server->signature;
    u32 i;

    for (i = 0; i < s->header->implemented_count; i++) {
        if (!s->implemented[i].root)
            continue;
        if (*selves) {
            server->roots[i] = object_create(&server->implementations[i], *selves);
            if (!server->roots[i])
                return error_set(E_NOMEM, "server `%s`: no memory for its roots", server->name);
        }
        selves++;
    }
    return OK;
}

static status construct(struct server *server)
{
    void *selves[SIGNATURE_IMPLEMENTED_MAX] = { NULL };
    struct thread *previous;
    status result = monitor_enter(server, &previous);

    if (result < 0)
        return error_set(result, "server `%s`: waiting for it would not end", server->name);
    result = (status)server_upcall(server, address_in(server, server->signature.header->construct), selves);
    monitor_leave(server, previous);
    if (result < 0)
        return error_set(result, "server `%s`: its constructor failed with %d", server->name, result);
    server->constructed = 1;
    return make_roots(server, selves);
}

/* Only one thread gets past this. */
static status begin(struct server *server)
{
    u32 flags = interrupts_disable();
    status result = check_supplied(server);

    if (result >= 0 && server->state != SERVER_LOADED)
        result = error_set(E_BUSY, "server `%s` was started before", server->name);
    if (result >= 0 && frame_top >= frame_limit)
        result = error_set(E_NOSPC, "server `%s`: calls are nested too deep to start it", server->name);
    if (result >= 0)
        server->state = SERVER_STARTING;
    interrupts_restore(flags);
    return result;
}

status server_run(struct server *server)
{
    status result = begin(server);

    if (result < 0)
        return result;
    result = construct(server);
    server->state = result < 0 ? SERVER_FAILED : SERVER_STARTED;
    return result;
}

struct object *server_root(const struct server *server, const char *interface_name)
{
    u32 i;

    for (i = 0; i < server->signature.header->implemented_count; i++)
        if (server->roots[i] && !strcmp(server->implementations[i].type->name, interface_name))
            return server->roots[i];
    return NULL;
}

/* It makes no objects and gets no references any more: one to an object of its own would
 * keep it for ever. */
static void set_going(struct server *server)
{
    u32 flags = interrupts_disable();

    server->state = SERVER_GOING;
    if (server->room >= 0)
        server->room -= SERVER_GOES;
    interrupts_restore(flags);
}

void server_tell(struct server *server)
{
    if (server->constructed)
        server_upcall(server, address_in(server, server->signature.header->destruct), NULL);
    set_going(server);                  /* who waits for the monitor must not enter any more */
}

void server_finish(struct server *server)
{
    /* Its destructor, or a call that was in progress, may have made objects since. */
    references_cut(server);
    references_release(server);
    server_drop(server);
}

/* Waiting for the monitor could not end: whoever leaves it does the rest. */
static void unload_later(struct server *server)
{
    u32 flags = interrupts_disable();

    server->unload_wanted = 1;
    server->attention++;
    interrupts_restore(flags);
    /* The holder may have left in between, without seeing it. */
    monitor_attend(server);
}

/* From now on no new reference to an object of it can be called. */
static void close_entries(struct server *server)
{
    u32 flags = interrupts_disable(), i;

    for (i = 0; i < server->signature.header->implemented_count; i++)
        server->implementations[i].entries = server->implementations[i].type->gone;
    interrupts_restore(flags);
}

static void drop_roots(struct server *server)
{
    struct object *root;
    u32 i;

    for (i = 0; i < server->signature.header->implemented_count; i++) {
        root = server->roots[i];
        server->roots[i] = NULL;        /* it may be freed at once */
        if (root)
            object_drop(root);
    }
}

void server_unload(struct server *server)
{
    struct thread *previous;

    close_entries(server);
    drop_roots(server);
    references_cut(server);
    if (monitor_enter(server, &previous) < 0) {
        unload_later(server);
        return;
    }
    server_tell(server);
    monitor_leave(server, previous);
    server_finish(server);
}

/* Nobody is inside any more, and nobody can enter. */
static void end(struct server *server)
{
    struct server **link;
    u32 flags;

    /* Calls that were in progress may have given it references since. */
    references_release(server);
    server_unmap_all(server);
    flags = interrupts_disable();
    for (link = &all_servers; *link != server; link = &(*link)->next)
        ;
    *link = server->next;
    interrupts_restore(flags);
    free_server(server);
}

void server_hold(struct server *server)
{
    u32 flags = interrupts_disable();

    server->holds++;
    interrupts_restore(flags);
}

void server_drop(struct server *server)
{
    u32 flags = interrupts_disable(), left = --server->holds;

    interrupts_restore(flags);
    if (!left)
        end(server);
}
