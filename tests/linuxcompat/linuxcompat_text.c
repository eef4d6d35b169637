// SPDX-License-Identifier: GPL-2.0-only
/* Formats, messages, numbers from text, bitmaps, CRC. */
#include <linux/bitmap.h>
#include <linux/bitrev.h>
#include <linux/crc32.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/etherdevice.h>
#include <linux/kernel.h>
#include <linux/netdevice.h>
#include <linux/ratelimit.h>
#include <slipway/server.h>

#include "linuxcompat/server/activity.h"
#include "world.h"

static int no_driver(void)
{
    return 0;
}
server_constructor(no_driver);

static char text[128];

#define formats(expected, ...) do { \
        int length_ = snprintf(text, sizeof text, __VA_ARGS__); \
        check(!strcmp(text, expected) && length_ == (int)strlen(expected), "%s (%s)", expected, text); \
    } while (0)

/* Formats that Linux would be warned of, on purpose. */
#pragma GCC diagnostic ignored "-Wformat"
#pragma GCC diagnostic ignored "-Wformat-truncation"
#pragma GCC diagnostic ignored "-Wformat-overflow"

static void format_tests(void)
{
    static const u8 address[6] = { 0x52, 0x54, 0, 0x12, 0x34, 0xab };
    static const u8 internet[4] = { 10, 0, 2, 15 };
    dma_addr_t bus = 0xfeb00000;

    formats("-5 +5  5 5", "%d %+d % d %i", -5, 5, 5, 5);
    formats("00042|   42|42   |", "%05d|%5d|%-5d|", 42, 42, 42);
    formats("-0042", "%05d", -42);
    formats("007 ", "%.3d%.0d ", 7, 0);
    formats("0xff 0XFF 0377 0", "%#x %#X %#o %#x", 255, 255, 255, 0);
    formats("0xf00d", "%#4.4x", 0xf00d);
    formats("-1 255 -1 65535", "%hhd %hhu %hd %hu", -1, -1, -1, -1);
    formats("18446744073709551615 -9223372036854775808", "%llu %lld", ~0ull, LLONG_MIN);
    formats("ab|  a|a  |", "%s|%3s|%-3s|", "ab", "a", "a");
    formats("abc (null) x%", "%.3s %s %c%%", "abcdef", NULL, 'x');
    formats("  7|7  |07", "%*d|%*d|%.*d", 3, 7, -3, 7, 2, 7);
    formats("1234 77", "%zu %td", (size_t)1234, (ptrdiff_t)77);
    formats("52:54:00:12:34:ab 52-54-00-12-34-ab 5254001234ab", "%pM %pMF %pm", address, address, address);
    formats("10.0.2.15 010.000.002.015", "%pI4 %pi4", internet, internet);
    formats("0xfeb00000", "%pad", &bus);
    formats("52 54 00|52:54|5254", "%3ph|%2phC|%2phN", address, address, address);
    formats("00001000 (null)", "%p %pM", (void *)0x1000, NULL);
    check(snprintf(text, 4, "abcdef") == 6 && !strcmp(text, "abc"),
          "snprintf says what it would have needed");
    check(scnprintf(text, 4, "abcdef") == 3, "scnprintf what it wrote");
    check(snprintf(NULL, 0, "%d", 12345) == 5, "no room is needed to ask");
}

static void message_tests(void)
{
    struct device_driver driver = { .name = "driver" };
    struct device parent = { .init_name = "0000:00:03.0", .driver = &driver };
    struct net_device *dev = alloc_etherdev(0);

    world_log_clear();
    pr_info("one\n");
    printk(KERN_ERR "two");
    printk(KERN_CONT ", continued\n");
    printk(KERN_ERR "three");
    printk(KERN_ERR "four\n");
    check(!strcmp(world_log(), "one\ntwo, continued\nthree\nfour\n"), "messages are lines");
    world_log_clear();
    dev_warn(&parent, "a %d\n", 1);
    netdev_info(dev, "b\n");
    SET_NETDEV_DEV(dev, &parent);
    strscpy(dev->name, "eth0", sizeof dev->name);
    netdev_info(dev, "c %pM\n", dev->dev_addr);
    check(!strcmp(world_log(), "driver 0000:00:03.0: a 1\n(unnamed net_device): b\n"
                               "driver 0000:00:03.0 eth0: c 00:00:00:00:00:00\n"), "they name their device");
    free_netdev(dev);

    msleep(2000);
    world_log_clear();
    for (int i = 0; i < 150; i++)
        pr_info("%d\n", i);
    check(world_logged("99\n") && !world_logged("100\n"), "a hundred lines a second are enough");
    msleep(1001);
    pr_info("later\n");
    check(world_logged("(50 messages suppressed)\nlater\n"), "it says how many are missing");
    world_log_clear();
    for (int i = 0; i < 20; i++)
        pr_info_ratelimited("limited %d\n", i);
    check(world_logged("limited 9\n") && !world_logged("limited 10\n"),
          "printk_ratelimited lets ten through");
    world_log_clear();
    for (int i = 0; i < 3; i++)
        WARN_ON_ONCE(1);
    check(world_logged("WARNING: tests/linuxcompat/linuxcompat_text.c:") && !strstr(strchr(world_log(), '\n'), "WARNING"),
          "WARN_ON_ONCE warns once, with its place");
}

static void number_tests(void)
{
    int i = 0;
    unsigned int u = 0;
    unsigned long long l = 0;
    bool b = false;

    check(!kstrtoint("-0x10", 0, &i) && i == -16, "hexadecimal");
    check(!kstrtoint("010\n", 0, &i) && i == 8, "octal, with a newline");
    check(!kstrtouint("4294967295", 10, &u) && u == UINT_MAX, "the largest");
    check_number(kstrtouint("4294967296", 10, &u), -ERANGE, "one more is too much");
    check_number(kstrtoint("2147483648", 10, &i), -ERANGE, "so it is for int");
    check(!kstrtoint("-2147483648", 10, &i) && i == INT_MIN, "the smallest int");
    check_number(kstrtoull("18446744073709551616", 10, &l), -ERANGE, "64 bits are the limit");
    check(kstrtoint("", 0, &i) == -EINVAL && kstrtoint("1x", 0, &i) == -EINVAL && kstrtoint("0x", 0,
          &i) == -EINVAL
          && kstrtouint("-1", 0, &u) == -EINVAL && kstrtoint("-+1", 0, &i) == -EINVAL, "no numbers");
    check(!kstrtobool("yes", &b) && b && !kstrtobool("off", &b) && !b && !kstrtobool("1", &b) && b
          && kstrtobool("maybe", &b) == -EINVAL && kstrtobool("", &b) == -EINVAL, "yes and no");
}

static void string_tests(void)
{
    check(strscpy(text, "abc", 4) == 3 && !strcmp(text, "abc"), "strscpy copies what fits");
    check(strscpy(text, "abcd", 4) == -E2BIG && !strcmp(text, "abc"), "and says when it does not");
    check(strlcpy(text, "abcd", 3) == 4 && !strcmp(text, "ab") && strlcat(text, "xyz", 5) == 5
          && !strcmp(text, "abxy"), "strlcpy and strlcat");
    check(!strcmp(strrchr("a/b/c", '/'), "/c") && !strrchr("abc", '/') && !strcmp(strstr("abcd", "cd"), "cd")
          && !strstr("abc", "cd") && strnlen("abc", 2) == 2, "searching");
    strncpy(text, "ab", 5);
    check(!text[2] && !text[4], "strncpy fills up");
}

static void bit_tests(void)
{
    DECLARE_BITMAP(map, 96) = { 0 };
    DECLARE_BITMAP(other, 96);

    set_bit(0, map);
    set_bit(70, map);
    check(test_bit(70, map) && !test_bit(71, map) && test_and_clear_bit(0, map) && !test_and_set_bit(95, map),
          "bits are set and cleared");
    check_number(find_first_bit(map, 96), 70, "the first set one");
    check_number(find_next_bit(map, 96, 71), 95, "the next");
    check_number(find_next_bit(map, 90, 71), 90, "none");
    bitmap_fill(other, 96);
    check(bitmap_subset(map, other, 96) && bitmap_intersects(map, other, 96) && !bitmap_equal(map, other, 96)
          && !bitmap_empty(map, 96) && find_first_zero_bit(other, 96) == 96, "sets of bits");
    bitmap_andnot(other, other, map, 96);
    check_number(find_first_zero_bit(other, 96), 70, "difference");
    check_number(bitrev8(0x16), 0x68, "reversed bits");
    check_number(bitrev32(0x00000016), 0x68000000, "of a word");
    check_number(ffs(0x10) * 100 + fls(0x10) * 10 + __ffs(2), 551, "first and last");
}

static void crc_tests(void)
{
    static const u8 address[6] = { 0x01, 0x00, 0x5e, 0x00, 0x00, 0x01 };

    check_number(crc32_le(~0u, (const u8 *)"123456789", 9) ^ ~0u, 0xcbf43926, "CRC-32's check value");
    check_number(crc32_be(~0u, (const u8 *)"123456789", 9) ^ ~0u, 0xfc891918,
          "CRC-32/BZIP2's, the other way");
    check_number(ether_crc_le(6, address), bitrev32(ether_crc(6, address)), "both orders agree");
}

int main(void)
{
    struct task_struct task;

    world_begin();
    activity_enter(&task, "test");
    format_tests();
    message_tests();
    number_tests();
    string_tests();
    bit_tests();
    crc_tests();
    activity_leave(&task);
    return world_end();
}
