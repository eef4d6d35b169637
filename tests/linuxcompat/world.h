/* SPDX-License-Identifier: GPL-2.0-only */
/* The world around a driver server, for tests on the host: what the kernel and other servers
 * would supply, with a handle on each. Included by tests that are compiled like a driver,
 * so that it uses no header of the C library's or of Linux's.
 */
#ifndef TESTS_LINUXCOMPAT_WORLD_H
#define TESTS_LINUXCOMPAT_WORLD_H

struct NetworkDevice_entries;
struct network_device;

/* Supplies the references that the server requires. A test calls it first. */
void world_begin(void);
/* Ends the test: what was not given back is a failure. The result is main()'s. */
int world_end(void);

/* TAP. */
#define check(condition, ...) world_check(!!(condition), __FILE__, __LINE__, __VA_ARGS__)
void world_check(int condition, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
#define check_number(got, expected, name) do { \
        long long got_ = (long long)(got), expected_ = (long long)(expected); \
        world_check(got_ == expected_, __FILE__, __LINE__, "%s (%lld, expected %lld)", name, got_, \
                    expected_); \
    } while (0)

/* The log since the last world_log_clear(), and whether `text` is in it. */
const char *world_log(void);
int world_logged(const char *text);
void world_log_clear(void);

/* Calls `function`, and returns whether it stopped the server (Component.abort). */
int world_stops(void (*function)(void));

/* Lets other threads run, and time pass. */
void world_sleep(unsigned milliseconds);
/* Calls `function` on a thread of its own, at interrupt priority, when this one waits and
 * that many milliseconds have passed. */
void world_later(unsigned milliseconds, void (*function)(void));
unsigned world_milliseconds(void);
/* Threads of the server that have not ended. */
unsigned world_threads(void);

/* A setting of the system description. */
void world_setting(const char *name, const char *value);

/* The device's interrupt fires: its handlers are called. How many said that it was theirs. */
unsigned world_interrupt(void);
unsigned world_handlers(void);
/* The interrupt's thread has its handler in hand, but does not get in until it is called late. */
void world_keep_handler(void);
unsigned world_interrupt_late(void);

/* The PCI device: configuration space, and what it was told. */
extern unsigned char world_configuration[256];
extern unsigned world_master, world_enabled;
/* Region 0 is 256 ports from 0xc000, region 1 as many bytes of memory. */
extern unsigned char world_registers[256];
/* Bytes of DMA memory that are allocated, and where `address` is. */
unsigned world_dma_bytes(void);
void *world_dma(unsigned address);

/* Constructs and destructs the server, and calls its NetworkDevice. */
int world_construct(void);
void world_destruct(void);
extern struct network_device *world_device;

/* Packets: how many are free, and a limit to run out of them. */
#define WORLD_PACKETS 64
extern unsigned world_packets_free;

/* The two queues of NetworkDevice.start(). */
int world_start(void);
void world_send(const void *frame, unsigned length);
/* Puts what is no frame of a packet: what a hostile server could answer. */
void world_send_at(unsigned block_offset, unsigned offset, unsigned length);
/* Takes what the driver received. Its length, 0 if there is nothing. */
unsigned world_receive(void *frame, unsigned size);
unsigned world_received(void);
unsigned world_sending(void);
/* Received frames that the queue takes. */
extern unsigned world_receive_capacity;

/* How often the link handler was called, which world_listen() sets. */
extern unsigned world_link_changes;
void world_listen(int on);

/* Memory fails after that many allocations; -1: never. */
extern int world_memory;

#endif
