/* SPDX-License-Identifier: GPL-2.0-only */
/* The checks of a signature, which may be hostile: table by table, in their order, so
 * that each check can rely on those before it. Every element of a table belongs to
 * exactly one element of the table before: that leaves nothing unchecked. */
#include "model/server_signature.h"

#include "bytes.h"
#include "model/error.h"

/* A signature being checked, and how much of each table is claimed so far. */
struct reading {
    struct signature *signature;
    const struct image *image;
    u32 functions, parameters, addresses;
};

static status malformed(const char *field, u32 value)
{
    return error_set(E_NOEXEC, "signature: %s is 0x%x", field, value);
}

static status malformed_element(const char *table, u32 index, const char *field, u32 value)
{
    return error_set(E_NOEXEC, "signature: %s %u: %s is 0x%x", table, index, field, value);
}

static status check_count(const char *field, u32 count, u32 limit)
{
    return count <= limit ? OK : malformed(field, count);
}

static status check_counts(const struct signature_header *header)
{
    status result = check_count("interface_count", header->interface_count, SIGNATURE_INTERFACES_MAX);

    if (result >= 0)
        result = check_count("function_count", header->function_count, SIGNATURE_FUNCTIONS_MAX);
    if (result >= 0)
        result = check_count("parameter_count", header->parameter_count, SIGNATURE_PARAMETERS_MAX);
    if (result >= 0)
        result = check_count("implemented_count", header->implemented_count, SIGNATURE_IMPLEMENTED_MAX);
    if (result >= 0)
        result = check_count("required_count", header->required_count, SIGNATURE_REQUIRED_MAX);
    if (result >= 0)
        result = check_count("address_count", header->address_count, SIGNATURE_FUNCTIONS_MAX);
    if (result >= 0 && (!header->strings_size || header->strings_size > 0x10000))
        result = malformed("strings_size", header->strings_size);
    return result;
}

/* Places the tables one behind the other; they must fill the signature exactly. */
static status place_tables(struct signature *s, const u8 *data)
{
    const struct signature_header *header = s->header;
    const u8 *at = data + sizeof *header;

    s->interfaces = (const void *)at;
    at += header->interface_count * sizeof *s->interfaces;
    s->functions = (const void *)at;
    at += header->function_count * sizeof *s->functions;
    s->parameters = (const void *)at;
    at += header->parameter_count * sizeof *s->parameters;
    s->implemented = (const void *)at;
    at += header->implemented_count * sizeof *s->implemented;
    s->required = (const void *)at;
    at += header->required_count * sizeof *s->required;
    s->addresses = (const void *)at;
    at += header->address_count * sizeof *s->addresses;
    s->strings = (const char *)at;
    at += header->strings_size;
    if ((u32)(at - data) != header->size)
        return error_set(E_NOEXEC, "signature: size is %u, but interface_count, function_count, "
                         "parameter_count, implemented_count, required_count, address_count and strings_size "
                         "need %u", header->size, (u32)(at - data));
    return OK;
}

static status check_header(struct signature *s, const u8 *data, u32 size)
{
    const struct signature_header *header = (const struct signature_header *)data;
    status result;

    if (size < sizeof *header)
        return error_set(E_NOEXEC, "signature: only %u bytes long, shorter than its header", size);
    if (header->magic != SIGNATURE_MAGIC)
        return malformed("magic", header->magic);
    if (header->size > size)
        return malformed("size", header->size);
    if (header->flags & ~SIGNATURE_THREAD_SAFE)
        return malformed("flags", header->flags);
    s->header = header;
    result = check_counts(header);
    if (result < 0)
        return result;
    /* The limits keep the sum of all tables far below 2^32. */
    result = place_tables(s, data);
    if (result >= 0 && s->strings[header->strings_size - 1])
        return error_set(E_NOEXEC, "signature: strings_size: the strings do not end in a zero");
    return result;
}

/* A name is an identifier of C, so that messages and lookups can rely on it. */
static int is_name(const struct signature *s, u16 name)
{
    const char *text;
    u32 length;

    if (name >= s->header->strings_size)
        return 0;
    text = signature_name(s, name);
    for (length = 0; text[length]; length++) {
        char c = text[length];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
              || (length && c >= '0' && c <= '9')))
            return 0;
    }
    return length && length <= SIGNATURE_NAME_MAX;
}

static int is_interface(const struct signature *s, u16 index)
{
    return index == SIGNATURE_ANY || index < s->header->interface_count;
}

/* A function. Address 0 means none wherever there may be none, so it is never one. */
static int in_text(const struct reading *r, u32 address)
{
    return address && address >= r->image->text_start && address < r->image->text_end;
}

/* A variable: one aligned word. */
static int in_data(const struct reading *r, u32 address)
{
    return address % 4 == 0 && address >= r->image->data_start && address < r->image->data_end
        && r->image->data_end - address >= 4;
}

static status check_parameter(const struct reading *r, u32 index)
{
    const struct signature_parameter *p = &r->signature->parameters[index];
    u32 flags_allowed = 0;

    if (!is_name(r->signature, p->name))
        return malformed_element("parameter", index, "name", p->name);
    if (p->type < TYPE_U8 || p->type > TYPE_BLOCK || p->type == TYPE_STATUS || p->type == TYPE_COUNT)
        return malformed_element("parameter", index, "type", p->type);
    if (p->direction != DIRECTION_IN && p->direction != DIRECTION_OUT
        && !(p->direction == DIRECTION_INOUT && p->type == TYPE_BLOCK))
        return malformed_element("parameter", index, "direction", p->direction);
    if (p->type == TYPE_BLOCK)
        flags_allowed = PARAMETER_SIZE_CONSTANT;
    else if (p->type == TYPE_REFERENCE && p->direction == DIRECTION_IN)
        flags_allowed = PARAMETER_MOVE | PARAMETER_OPTIONAL;
    if (p->flags & ~flags_allowed)
        return malformed_element("parameter", index, "flags", p->flags);
    if (p->reserved)
        return malformed_element("parameter", index, "reserved", p->reserved);
    if (p->type == TYPE_REFERENCE ? !is_interface(r->signature, p->interface) : p->interface != 0)
        return malformed_element("parameter", index, "interface", p->interface);
    if (p->type == TYPE_BLOCK ? !p->bound || p->bound > SIGNATURE_BLOCK_MAX : p->bound != 0)
        return malformed_element("parameter", index, "bound", p->bound);
    return OK;
}

/* Stack words and out blocks of a function whose parameters are checked. */
static status check_shape(const struct reading *r, u32 index)
{
    const struct signature_function *f = &r->signature->functions[index];
    const struct signature_parameter *p = &r->signature->parameters[f->first_parameter];
    u32 words = f->parameter_count, out_blocks = 0, i;

    for (i = 0; i < f->parameter_count; i++) {
        words += p[i].type == TYPE_BLOCK && !(p[i].flags & PARAMETER_SIZE_CONSTANT);
        out_blocks += p[i].type == TYPE_BLOCK && (p[i].direction & DIRECTION_OUT);
    }
    if (words > SIGNATURE_WORDS_MAX)
        return malformed_element("function", index, "parameter_count: number of stack words", words);
    if (f->result == TYPE_COUNT && out_blocks != 1)
        return malformed_element("function", index, "result: number of out blocks to count", out_blocks);
    return OK;
}

static status check_function(struct reading *r, u32 index)
{
    const struct signature_function *f = &r->signature->functions[index];
    status result = OK;
    u32 i;

    if (!is_name(r->signature, f->name))
        return malformed_element("function", index, "name", f->name);
    if (f->first_parameter != r->parameters)
        return malformed_element("function", index, "first_parameter", f->first_parameter);
    if (f->parameter_count > r->signature->header->parameter_count - r->parameters)
        return malformed_element("function", index, "parameter_count", f->parameter_count);
    if (f->result > TYPE_REFERENCE)
        return malformed_element("function", index, "result", f->result);
    if (f->result == TYPE_REFERENCE ? !is_interface(r->signature, f->result_interface)
                                    : f->result_interface != 0)
        return malformed_element("function", index, "result_interface", f->result_interface);
    for (i = 0; i < f->parameter_count && result >= 0; i++)
        result = check_parameter(r, r->parameters + i);
    if (result >= 0)
        result = check_shape(r, index);
    r->parameters += f->parameter_count;
    return result;
}

static status check_interface(struct reading *r, u32 index)
{
    const struct signature *s = r->signature;
    const struct signature_interface *interface = &s->interfaces[index];
    status result = OK;
    u32 i;

    if (!is_name(s, interface->name))
        return malformed_element("interface", index, "name", interface->name);
    if (!strcmp(signature_name(s, interface->name), "any"))
        return error_set(E_NOEXEC, "signature: interface %u: name is `any`, which stands for no interface",
                         index);
    for (i = 0; i < index; i++)
        if (!strcmp(signature_name(s, s->interfaces[i].name), signature_name(s, interface->name)))
            return error_set(E_NOEXEC, "signature: interface %u: name: %s stands twice", index,
                             signature_name(s, interface->name));
    if (interface->first_function != r->functions)
        return malformed_element("interface", index, "first_function", interface->first_function);
    if (interface->function_count > s->header->function_count - r->functions)
        return malformed_element("interface", index, "function_count", interface->function_count);
    if (interface->reserved)
        return malformed_element("interface", index, "reserved", interface->reserved);
    for (i = 0; i < interface->function_count && result >= 0; i++)
        result = check_function(r, r->functions + i);
    r->functions += interface->function_count;
    return result;
}

static status check_implemented(struct reading *r, u32 index)
{
    const struct signature *s = r->signature;
    const struct signature_implemented *implemented = &s->implemented[index];
    u32 count, i;

    if (implemented->interface >= s->header->interface_count)
        return malformed_element("implemented", index, "interface", implemented->interface);
    if (implemented->first_address != r->addresses)
        return malformed_element("implemented", index, "first_address", implemented->first_address);
    if (implemented->root > 1)
        return malformed_element("implemented", index, "root", implemented->root);
    if (implemented->reserved)
        return malformed_element("implemented", index, "reserved", implemented->reserved);
    if (implemented->root ? implemented->destroy != 0 : !in_text(r, implemented->destroy))
        return malformed_element("implemented", index, "destroy", implemented->destroy);
    count = s->interfaces[implemented->interface].function_count;
    if (count > s->header->address_count - r->addresses)
        return malformed("address_count", s->header->address_count);
    for (i = 0; i < count; i++)
        if (!in_text(r, s->addresses[r->addresses + i]))
            return malformed_element("implemented", index, "address of a function",
                                     s->addresses[r->addresses + i]);
    r->addresses += count;
    return OK;
}

static status check_required(const struct reading *r, u32 index)
{
    const struct signature_required *required = &r->signature->required[index];

    if (!is_interface(r->signature, required->interface))
        return malformed_element("required", index, "interface", required->interface);
    if (!is_name(r->signature, required->name))
        return malformed_element("required", index, "name", required->name);
    if (required->optional > 1)
        return malformed_element("required", index, "optional", required->optional);
    if (required->reserved)
        return malformed_element("required", index, "reserved", required->reserved);
    if (!in_data(r, required->variable))
        return malformed_element("required", index, "variable", required->variable);
    return OK;
}

/* After the tables: what the header says about the server, and that no part of a table
 * is left over. */
static status check_rest(const struct reading *r)
{
    const struct signature_header *header = r->signature->header;

    if (r->functions != header->function_count)
        return malformed("function_count", header->function_count);
    if (r->parameters != header->parameter_count)
        return malformed("parameter_count", header->parameter_count);
    if (r->addresses != header->address_count)
        return malformed("address_count", header->address_count);
    if (!is_name(r->signature, header->name))
        return malformed("name", header->name);
    if (!in_text(r, header->construct))
        return malformed("construct", header->construct);
    if (!in_text(r, header->destruct))
        return malformed("destruct", header->destruct);
    if (!in_data(r, header->component))
        return malformed("component", header->component);
    return OK;
}

status signature_read(struct signature *signature, const void *data, u32 size, const struct image *image)
{
    struct reading reading = { .signature = signature, .image = image };
    status result = check_header(signature, data, size);
    u32 i;

    for (i = 0; result >= 0 && i < signature->header->interface_count; i++)
        result = check_interface(&reading, i);
    for (i = 0; result >= 0 && i < signature->header->implemented_count; i++)
        result = check_implemented(&reading, i);
    for (i = 0; result >= 0 && i < signature->header->required_count; i++)
        result = check_required(&reading, i);
    return result < 0 ? result : check_rest(&reading);
}
