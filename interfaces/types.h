/* SPDX-License-Identifier: GPL-2.0-only */
/* The types and status codes that every interface is written in.
 *
 * The integer types are spelt as Linux spells them, so that a ported driver may
 * include both without a conflict. A status is zero or positive on success and
 * negative on failure; where POSIX has a number for the failure it is used, so
 * that a Linux driver can return a status where it returned an errno.
 */
#ifndef INTERFACES_TYPES_H
#define INTERFACES_TYPES_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed char i8;
typedef short i16;
typedef int i32;

typedef i32 status;

#define OK                0
#define E_NOENT         (-2)    /* no such thing */
#define E_IO            (-5)
#define E_AGAIN        (-11)    /* nothing there now */
#define E_NOMEM        (-12)
#define E_ACCESS       (-13)
#define E_FAULT        (-14)
#define E_BUSY         (-16)
#define E_EXIST        (-17)
#define E_NODEV        (-19)
#define E_INVAL        (-22)
#define E_NOSPC        (-28)    /* full: a queue, a table */
#define E_RANGE        (-34)    /* an index or a size out of bounds */
#define E_DEADLOCK     (-35)    /* waiting would close a cycle of serialised servers */
#define E_NOEXEC        (-8)    /* malformed server file */
#define E_MSGSIZE      (-90)
#define E_NOTSUP       (-95)
#define E_ADDRINUSE    (-98)
#define E_CONNABORTED (-103)
#define E_CONNRESET   (-104)
#define E_NOBUFS      (-105)
#define E_NOTCONN     (-107)
#define E_TIMEDOUT    (-110)
#define E_CONNREFUSED (-111)
#define E_HOSTUNREACH (-113)

/* Made by the kernel when a call could not be carried out (rules M6, M11). */
#define E_REFERENCE  (-1001)    /* forged, stale or foreign reference */
#define E_TYPE       (-1002)    /* reference to an object of another interface */
#define E_SIZE       (-1003)    /* a block larger than its bound */
#define E_GONE       (-1004)    /* the callee went while it was being called */

/* Timeouts are in milliseconds. */
#define FOREVER 0xffffffffu

#endif
