/* SPDX-License-Identifier: GPL-2.0-only */
/* Walks the signature of the sample server as a loader would, and calls through the generated
 * headers: what the interface compiler writes means what interfaces/signature.h says. */
#include "tap.h"

#include <stdbool.h>
#include <stdlib.h>

#include "sample.server.h"
#include "signature.h"

extern u32 sample_seen;

/* The tables, found by the header's counts alone. */
static struct {
    const struct signature_header *header;
    const struct signature_interface *interfaces;
    const struct signature_function *functions;
    const struct signature_parameter *parameters;
    const struct signature_implemented *implemented;
    const struct signature_required *required;
    const u32 *addresses;
    const char *strings;
} tables;

static const char *string(u32 offset)
{
    return offset < tables.header->strings_size ? tables.strings + offset : "(outside the strings)";
}

static void find_tables(void)
{
    tables.header = (const struct signature_header *)&sample_signature;
    tables.interfaces = (const void *)(tables.header + 1);
    tables.functions = (const void *)(tables.interfaces + tables.header->interface_count);
    tables.parameters = (const void *)(tables.functions + tables.header->function_count);
    tables.implemented = (const void *)(tables.parameters + tables.header->parameter_count);
    tables.required = (const void *)(tables.implemented + tables.header->implemented_count);
    tables.addresses = (const void *)(tables.required + tables.header->required_count);
    tables.strings = (const void *)(tables.addresses + tables.header->address_count);
}

static void test_header(void)
{
    const struct signature_header *header = tables.header;

    is_number(header->magic, SIGNATURE_MAGIC, "magic");
    is_number(header->size, (u32)tables.strings - (u32)header + header->strings_size,
              "size covers all tables");
    is_number(header->size % 4, 0, "size is whole words");
    is_number(header->flags, SIGNATURE_THREAD_SAFE, "thread_safe");
    is_text(string(header->name), "sample", "server name");
    is_number(header->construct, (u32)&construct, "address of construct()");
    is_number(header->destruct, (u32)&destruct, "address of destruct()");
    is_number(header->component, (u32)&component, "address of component");
    is_number(tables.strings[header->strings_size - 1], 0, "the last string is terminated");
}

static int find_interface(const char *name)
{
    for (u32 index = 0; index < tables.header->interface_count; index++) {
        if (!strcmp(string(tables.interfaces[index].name), name))
            return (int)index;
    }
    return -1;
}

static void test_interfaces(void)
{
    u32 functions = 0, parameters = 0;

    is_number(tables.header->interface_count, 4, "interfaces mentioned, over any number of steps");
    is_number(find_interface("Component"), 0, "Component is always there");
    is_number(find_interface("Unused"), -1, "an interface that nobody mentions is not");
    for (u32 index = 0; index < tables.header->interface_count; index++) {
        const struct signature_interface *interface = &tables.interfaces[index];

        is_number(interface->first_function, functions, "%s: functions without a gap",
                  string(interface->name));
        functions += interface->function_count;
    }
    is_number(tables.header->function_count, functions, "all functions belong to an interface");
    for (u32 index = 0; index < functions; index++) {
        if (tables.functions[index].first_parameter != parameters)
            break;
        parameters += tables.functions[index].parameter_count;
    }
    is_number(tables.header->parameter_count, parameters, "all parameters belong to a function, in order");
}

static const struct signature_function *find_function(const char *interface, const char *name)
{
    const struct signature_interface *found = &tables.interfaces[find_interface(interface)];

    for (u32 index = 0; index < found->function_count; index++) {
        if (!strcmp(string(tables.functions[found->first_function + index].name), name))
            return &tables.functions[found->first_function + index];
    }
    return NULL;
}

static void test_results(void)
{
    is_number(find_function("Everything", "scalars")->result, TYPE_VOID, "result void");
    is_number(find_function("Everything", "results")->result, TYPE_I8, "result i8");
    is_number(find_function("Everything", "blocks")->result, TYPE_STATUS, "result status");
    is_number(find_function("Directory", "getName")->result, TYPE_COUNT, "result count");
    is_number(find_function("Directory", "getParent")->result, TYPE_REFERENCE, "result ref");
    is_number(find_function("Directory", "getParent")->result_interface, find_interface("Directory"),
              "ref to what");
    is_number(find_function("Everything", "made")->result_interface, SIGNATURE_ANY, "result ref any");
}

struct expected {
    const char *name;
    u32 type, direction, flags, bound;
    const char *interface;          /* NULL: not a reference; "": any */
};

static void test_parameters(const char *interface, const char *name, const struct expected *expected,
                            u32 count)
{
    const struct signature_function *function = find_function(interface, name);

    is_number(function->parameter_count, count, "%s.%s: number of parameters", interface, name);
    for (u32 index = 0; index < count; index++, expected++) {
        const struct signature_parameter *parameter = &tables.parameters[function->first_parameter + index];
        u32 target = !expected->interface ? 0 : !*expected->interface ? SIGNATURE_ANY
                   : (u32)find_interface(expected->interface);

        ok(!strcmp(string(parameter->name), expected->name) && parameter->type == expected->type
           && parameter->direction == expected->direction && parameter->flags == expected->flags
           && parameter->bound == expected->bound && parameter->interface == target && !parameter->reserved,
           "%s.%s: %s", interface, name, expected->name);
    }
}

static void test_all_parameters(void)
{
    static const struct expected scalars[] = {
        { "a", TYPE_U8, DIRECTION_IN, 0, 0, NULL }, { "b", TYPE_U16, DIRECTION_IN, 0, 0, NULL },
        { "c", TYPE_U32, DIRECTION_IN, 0, 0, NULL }, { "d", TYPE_I8, DIRECTION_IN, 0, 0, NULL },
        { "e", TYPE_I16, DIRECTION_IN, 0, 0, NULL }, { "f", TYPE_I32, DIRECTION_IN, 0, 0, NULL },
    };
    static const struct expected results[] = {
        { "a", TYPE_U8, DIRECTION_OUT, 0, 0, NULL }, { "b", TYPE_U16, DIRECTION_OUT, 0, 0, NULL },
        { "c", TYPE_I32, DIRECTION_OUT, 0, 0, NULL },
    };
    static const struct expected references[] = {
        { "plain", TYPE_REFERENCE, DIRECTION_IN, 0, 0, "Empty" },
        { "maybe", TYPE_REFERENCE, DIRECTION_IN, PARAMETER_OPTIONAL, 0, "Empty" },
        { "given", TYPE_REFERENCE, DIRECTION_IN, PARAMETER_MOVE, 0, "Empty" },
        { "some", TYPE_REFERENCE, DIRECTION_IN, 0, 0, "" },
    };
    static const struct expected made[] = {
        { "first", TYPE_REFERENCE, DIRECTION_OUT, 0, 0, "Empty" },
        { "second", TYPE_REFERENCE, DIRECTION_OUT, 0, 0, "" },
    };
    static const struct expected blocks[] = {
        { "a", TYPE_BLOCK, DIRECTION_IN, PARAMETER_SIZE_CONSTANT, 16, NULL },
        { "b", TYPE_BLOCK, DIRECTION_OUT, PARAMETER_SIZE_CONSTANT, 6, NULL },
        { "c", TYPE_BLOCK, DIRECTION_INOUT, 0, 65535, NULL },
    };

    test_parameters("Everything", "scalars", scalars, 6);
    test_parameters("Everything", "results", results, 3);
    test_parameters("Everything", "references", references, 4);
    test_parameters("Everything", "made", made, 2);
    test_parameters("Everything", "blocks", blocks, 3);
    test_parameters("Directory", "getEntryCount", NULL, 0);
}

static void test_implemented(void)
{
    const struct signature_implemented *root = &tables.implemented[0], *object = &tables.implemented[1];

    is_number(tables.header->implemented_count, 2, "`implements` and `object` lines");
    is_number(root->interface, find_interface("Everything"), "a root's interface");
    is_number(root->root, 1, "it is a root");
    is_number(root->destroy, 0, "a root is not destroyed");
    is_number(object->interface, find_interface("Directory"), "an object's interface");
    is_number(object->root, 0, "it is no root");
    is_number(object->destroy, (u32)&directory_destroy, "an object is told of its end");
    is_number(object->first_address, 5, "addresses of one follow those of the other");
    is_number(tables.header->address_count, 9, "one address a function");
    is_number(tables.addresses[root->first_address + 4], (u32)&everything_blocks,
              "last function of the root");
    is_number(tables.addresses[object->first_address], (u32)&directory_getEntryCount,
              "first one of the object");
}

static void test_required(void)
{
    is_number(tables.header->required_count, 2, "`requires` lines");
    is_text(string(tables.required[0].name), "parent", "name of a required reference");
    is_number(tables.required[0].interface, find_interface("Directory"), "its interface");
    is_number(tables.required[0].optional, 0, "it must be there");
    is_number(tables.required[0].variable, (u32)&parent, "address of its variable");
    is_number(tables.required[1].optional, 1, "the other one may be missing");
}

/* The component model as far as the sample needs it: handles are the pointers themselves. */
static u32 constructed, duplicated, released;

static u32 fake_construct(Component self, u32 implementation, u32 pointer)
{
    (void)self;
    constructed = implementation;
    return pointer;
}

static u32 fake_duplicate(Component self, u32 reference)
{
    (void)self;
    duplicated++;
    return reference;
}

static status fake_release(Component self, u32 reference)
{
    (void)self;
    (void)reference;
    released++;
    return OK;
}

static u32 fake_self_of(Component self, u32 implementation, u32 reference)
{
    (void)self;
    (void)implementation;
    return reference == (u32)parent ? 0 : reference;
}

/* As an entry answers that could not carry out the call: zero, and why in edx. */
static u64 failing_entry(void)
{
    return (u64)(u32)E_GONE << 32;
}

static void test_calls(void)
{
    static const struct Component_entries component_entries = {
        .construct = fake_construct, .duplicate = fake_duplicate, .release = fake_release,
        .selfOf = fake_self_of,
    };
    static const struct Component_entries *const component_table = &component_entries;
    static const struct Directory_entries failing = {
        .getEntryCount = (u32 (*)(Directory))(void (*)(void))failing_entry,
        .getParent = (Directory (*)(Directory))(void (*)(void))failing_entry,
    };
    static const struct Directory_entries *const failing_table = &failing;
    Directory directory = &failing_table;
    status call = OK;
    Empty first;
    Any second;

    component = &component_table;
    parent = directory;
    is_number(Directory_getEntryCount_checked(directory, &call), 0, "a call that failed has a zero result");
    is_number(call, E_GONE, "and its status is told");
    call = OK;
    ok(!Directory_getParent_checked(directory, &call) && call == E_GONE,
       "so has one that returns a reference");

    ok(everything_made(NULL, &first, &second) == (Any)parent && duplicated == 1, "X_duplicate() duplicates");
    is_number(constructed, 1, "NAME_create() names the line by its number among `implements` and `object`");
    is_number((u32)second, (u32)&sample_seen, "and passes the object");
    Empty_release(NULL);
    is_number(released, 0, "null is not released");
    ok(!Directory_duplicate(NULL) && duplicated == 1, "null is not duplicated");
    Directory_release(parent);
    is_number(released, 1, "X_release() releases");
    ok(!directory_of(parent), "NAME_of() a foreign object is null");
    ok((u32)directory_of((Directory)second) == (u32)&sample_seen, "NAME_of() an own one is its pointer");
}

/* A client call hands all arguments to the function of the entry table. */
static void test_arguments(void)
{
    static const struct Everything_entries entries = {
        .scalars = (void (*)(Everything, u8, u16, u32, i8, i16, i32))(void (*)(void))everything_scalars,
        .blocks = (status (*)(Everything, const void *, void *, void *, u32))(void (*)(void))
                  everything_blocks,
    };
    struct { const struct Everything_entries *entries; } object = { &entries };
    u8 in[16] = { 42 }, out[6] = { 0 }, both[9] = { 0 };

    Everything_scalars((Everything)&object, 1, 2, 3, -4, -5, 6);
    is_number((u32)object.entries, 3, "scalars of each size arrive");
    object.entries = &entries;
    is_number(Everything_blocks((Everything)&object, in, out, both, sizeof both), OK, "a call with blocks");
    ok(out[5] == 42 && both[8] == 7, "blocks and their sizes arrive");
}

int main(void)
{
    find_tables();
    test_header();
    test_interfaces();
    test_results();
    test_all_parameters();
    test_implemented();
    test_required();
    test_calls();
    test_arguments();
    return tap_end();
}
