/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs workloads against a peer, one after the other: the control connection that each has, and what
 * stands in the settings. What the workloads themselves do is in tcp.c and udp.c.
 *
 * All runs on the stack's thread, but for the first connection's beginning.
 */
#include "workload_server.h"

#include "data.h"
#include "mark.h"
#include "packet_blocks.h"
#include "packet_view.h"
#include "pattern.h"

#include <stdio.h>
#include <string.h>

#define TRIES 20                /* to open a connection, while other threads are in the stack */

#define ITEMS_MAX 64

/* Bytes that may be compared before the connection is told: once for several segments. */
#define CONSUMED_AT_ONCE 8192

/* One after the other, so that what is still told of the last workload is not taken for the next's. */
static struct control places[2], *current;
u32 peer_port, grant_window;

static struct workload items[ITEMS_MAX];
static u32 item_count, next_item, stuck;

static const struct role *const roles[] = {
    [WORKLOAD_TCP_IN] = &tcp_in_role, [WORKLOAD_TCP_OUT] = &tcp_out_role, [WORKLOAD_UDP_IN] = &udp_in_role,
    [WORKLOAD_UDP_OUT] = &udp_out_role, [WORKLOAD_UDP_LOSS] = &udp_loss_role, [WORKLOAD_RR] = &rr_role,
};

static void say(const char *text)
{
    char line[REPORT_SIZE + 1];

    Log_write(log, line, (u32)snprintf(line, sizeof line, "%s\n", text));
}

/* Lets go of the connection: nothing more is told of it. */
static void let_go(struct control *self)
{
    TcpConnection connection = self->connection;

    datagrams_close(self);
    self->running = self->finishing = 0;
    self->connection = 0;
    TcpConnection_release(connection);
}

static void say_failed(const struct workload *workload, const char *reason)
{
    char line[REPORT_SIZE];

    snprintf(line, sizeof line, "workload: failed: %s: %s", workload->text, reason);
    say(line);
}

void control_fail(struct control *self, const char *reason)
{
    say_failed(&self->workload, reason);
    let_go(self);
}

void control_mark_stuck(void)
{
    stuck = 1;
}

/* Reads setting `run` number `index`. E_NOENT if there is none. */
static status read_item(u32 index, struct workload *workload)
{
    char text[WORKLOAD_ITEM_MAX + 2], line[REPORT_SIZE];
    const char *list = text, *reason = "expected at most 63 characters";
    i32 length = Settings_get(settings, "run", 3, index, text, sizeof text - 1);

    if (length == E_NOENT)
        return E_NOENT;
    text[length < 0 ? 0 : length] = 0;
    if (length > 0 && plan_next(&list, workload, &reason) == 1 && *list == 0)
        return OK;
    snprintf(line, sizeof line, "workload: setting `run %s`: %s", text, reason);
    say(line);
    return E_INVAL;
}

/* The loader wants all settings read when the server is started. */
static status read_items(void)
{
    status result = OK;

    while (result >= 0 && item_count < ITEMS_MAX) {
        result = read_item(item_count, &items[item_count]);
        item_count += result >= 0;
    }
    return result == E_NOENT && item_count > 0 ? OK : result;
}

/* Begins the next workload, if there is one. */
static status begin_next(void)
{
    struct control *self = &places[next_item % 2];
    TcpReceiver receiver;
    status result = E_NOMEM;

    if (next_item == item_count || stuck) {
        say("workload: done");
        return OK;
    }
    *self = (struct control){ .workload = items[next_item], .tag = next_item & 0xff,
                              .report = { .interval = next_item } };
    next_item++;
    current = self;
    self->role = roles[self->workload.kind];
    receiver = control_create(self);
    for (u32 i = 0; receiver && i < TRIES && result < 0; i++) {
        result = Tcp_connect(tcp, PEER_ADDRESS, peer_port, receiver, &self->connection);
        if (result < 0)
            Threads_sleep(threads, 10);
    }
    TcpReceiver_release(receiver);
    if (result < 0)
        control_fail(self, "no connection can be opened");
    return result;
}

void control_send(struct control *self, const u8 *bytes, u32 length)
{
    if (TcpConnection_send(self->connection, bytes, length, 0) != (status)length)
        control_fail(self, "the control connection takes no bytes");
}

u32 control_take_words(struct control *self, const u8 *bytes, u32 length, u32 size)
{
    if (length > size - self->word_bytes) {
        control_fail(self, "the peer said more than it has to");
        return 0;
    }
    memcpy(self->words + self->word_bytes, bytes, length);
    self->word_bytes += length;
    return self->word_bytes == size;
}

u32 control_take_verdict(struct control *self, const u8 *bytes, u32 length, u32 *count, u32 *verified)
{
    if (!control_take_words(self, bytes, length, PROTOCOL_VERDICT_SIZE))
        return 0;
    if (verdict_parse(self->words, verified, count))
        return 1;
    control_fail(self, "the peer said what is no verdict");
    return 0;
}

void control_end_interval(struct control *self)
{
    MARK_END();
    self->report.ticks = workload_ticks() - self->began;
}

/* The connection ends in good order, which it does only if all that came was consumed. */
static void close_and_go_on(struct control *self)
{
    if (self->unconsumed)
        TcpConnection_consumed(self->connection, self->unconsumed);
    TcpConnection_close(self->connection);
    let_go(self);
    begin_next();
}

void control_finish(struct control *self, u32 count, u32 verified, u32 gives)
{
    u8 verdict[PROTOCOL_VERDICT_SIZE];
    char line[REPORT_SIZE];

    if (gives) {
        verdict_make(verified, count, verdict);
        control_send(self, verdict, sizeof verdict);
    }
    if (!self->running)
        return;
    report_count(&self->workload, count, &self->report);
    self->report.verified = (int)verified;
    report_line(&self->workload, &self->report, line);
    say(line);
    if (stuck) {
        snprintf(line, sizeof line, "workload: %s: the card has stopped receiving", self->workload.text);
        say(line);
    }
    self->running = 0;
    self->finishing = 1;
    if (stuck)
        close_and_go_on(self);  /* nothing of the peer's would come */
}

void control_connected(struct control *self)
{
    u8 request[PROTOCOL_REQUEST_SIZE];

    if (self != current || !self->connection)
        return;
    request_make(&self->workload, self->tag, request);
    self->running = 1;
    if (self->workload.payload)
        datagrams_open(self);
    if (!self->running)
        return;
    MARK_BEGIN();
    self->began = workload_ticks();
    control_send(self, request, sizeof request);
    if (self->running && self->role->begin)
        self->role->begin(self);
}

void control_receive(struct control *self, Packet packet, u32 offset, u32 length)
{
    const u8 *bytes = self->running ? packet_view(offset, length) : 0;

    if (bytes) {
        self->progress++;
        self->unconsumed += length;
        self->role->receive(self, bytes, length);
        if (self->running && self->unconsumed >= CONSUMED_AT_ONCE) {
            TcpConnection_consumed(self->connection, self->unconsumed);
            self->unconsumed = 0;
        }
    }
    Packet_release(packet);
}

void control_sent(struct control *self, u32 bytes)
{
    (void)bytes;
    if (!self->running)
        return;
    self->progress++;
    if (self->role->sent)
        self->role->sent(self);
}

/* About twice a second. */
void control_polled(struct control *self)
{
    if (!self->running && !self->finishing)
        return;
    self->idle = self->progress == self->seen ? self->idle + 1 : 0;
    self->seen = self->progress;
    if (self->idle * PROTOCOL_POLL_MILLISECONDS > PROTOCOL_STALL_SECONDS * 1000)
        control_fail(self, "nothing moved for 30 s");
    else if (self->idle > 0 && self->running && self->role->idle)
        self->role->idle(self);
}

void control_ended(struct control *self)
{
    if (self->finishing)
        close_and_go_on(self);
    else if (self->running)
        control_fail(self, "the peer ended the connection too early");
}

void control_failed(struct control *self, i32 reason)
{
    (void)reason;
    if (self->connection)
        control_fail(self, "the connection was lost, or is refused");
}

void control_destroy(struct control *self)
{
    (void)self;                 /* it is static */
}

/* A setting that is a number from 1 to 65535; 0, and a line that says so, if it is not. */
static u32 read_number(const char *name)
{
    char text[6], line[REPORT_SIZE];
    i32 length = Settings_get(settings, name, (u32)strlen(name), 0, text, sizeof text - 1);
    u32 number = 0;

    for (i32 i = 0; i < length && number <= 0xffff; i++)
        number = text[i] < '0' || text[i] > '9' ? 0x10000 : number * 10 + (u32)(text[i] - '0');
    if (number > 0 && number <= 0xffff)
        return number;
    snprintf(line, sizeof line, "workload: setting `%s` must be a number from 1 to 65535", name);
    say(line);
    return 0;
}

status construct(void)
{
    status result = packet_blocks_map();

    if (result < 0)
        return result;
    peer_port = read_number("port");
    grant_window = peer_port ? read_number("grant") : 0;
    if (grant_window == 0)
        return E_INVAL;
    pattern_start();
    result = read_items();
    return result < 0 ? result : begin_next();
}

void destruct(void)
{
    if (current && current->connection)
        let_go(current);
}
