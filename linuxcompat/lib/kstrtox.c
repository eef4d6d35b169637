// SPDX-License-Identifier: GPL-2.0-only
/* Numbers from text. (Linux: lib/kstrtox.c) */
#include <linux/kernel.h>
#include <linux/errno.h>
#include <linux/overflow.h>

static unsigned int digit_of(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    if ((character | 0x20) >= 'a' && (character | 0x20) <= 'f')
        return (character | 0x20) - 'a' + 10;
    return UINT_MAX;
}

int kstrtoull(const char *text, unsigned int base, unsigned long long *value)
{
    unsigned long long result = 0;

    if (*text == '+')
        text++;
    if ((base == 0 || base == 16) && text[0] == '0' && (text[1] | 0x20) == 'x' && digit_of(text[2]) < 16) {
        base = 16;
        text += 2;
    }
    if (base == 0)
        base = text[0] == '0' ? 8 : 10;
    if (digit_of(*text) >= base)
        return -EINVAL;
    for (; digit_of(*text) < base; text++)
        if (check_mul_overflow(result, (unsigned long long)base, &result)
            || check_add_overflow(result, (unsigned long long)digit_of(*text), &result))
            return -ERANGE;
    if (*text == '\n')
        text++;
    if (*text)
        return -EINVAL;
    *value = result;
    return 0;
}

int kstrtoll(const char *text, unsigned int base, long long *value)
{
    bool negative = *text == '-';
    unsigned long long magnitude;
    int error = kstrtoull(text + negative, base, &magnitude);

    if (error)
        return error;
    if (negative && text[1] == '+')
        return -EINVAL;
    if (magnitude > (unsigned long long)LLONG_MAX + negative)
        return -ERANGE;
    *value = negative ? -magnitude : magnitude;
    return 0;
}

/* `type` from the wider one, if it fits. */
#define NARROW(name, type, wide, wide_function) \
int name(const char *text, unsigned int base, type *value) \
{ \
    wide result; \
    int error = wide_function(text, base, &result); \
    if (error) \
        return error; \
    if ((type)result != result) \
        return -ERANGE; \
    *value = result; \
    return 0; \
}

NARROW(kstrtoul, unsigned long, unsigned long long, kstrtoull)
NARROW(kstrtol, long, long long, kstrtoll)
NARROW(kstrtouint, unsigned int, unsigned long long, kstrtoull)
NARROW(kstrtoint, int, long long, kstrtoll)

int kstrtobool(const char *text, bool *value)
{
    const bool is_on_or_off = (text[0] | 0x20) == 'o';
    const char decides = is_on_or_off ? text[1] | 0x20 : text[0] | 0x20;

    if (decides == (is_on_or_off ? 'n' : 'y') || (!is_on_or_off && text[0] == '1'))
        *value = true;
    else if (decides == (is_on_or_off ? 'f' : 'n') || (!is_on_or_off && text[0] == '0'))
        *value = false;
    else
        return -EINVAL;
    return 0;
}
