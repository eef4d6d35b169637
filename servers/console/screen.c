/* SPDX-License-Identifier: GPL-2.0-only */
/* The text screen of a VGA: 80 columns, 25 rows, a cell is a character and a colour. */
#include "console.h"

#define COLUMNS         80
#define ROWS            25
#define COLOUR          0x0700  /* light grey on black */
#define TAB             8

#define CURSOR_HIGH     0x0e    /* CRT controller registers */
#define CURSOR_LOW      0x0f

static u16 *cells;              /* ROWS * COLUMNS */
static u16 index_port;          /* the data port is the next */
static u32 row, column;         /* of the next character; below ROWS, at most COLUMNS */

static void clear(u32 from, u32 to)
{
    for (u32 i = from; i < to; i++)
        cells[i] = COLOUR | ' ';
}

static void write_register(u8 number, u8 value)
{
    port_write8(index_port, number);
    port_write8(index_port + 1, value);
}

/* A full line keeps the cursor on its last column until the next character comes. */
static void show_cursor(void)
{
    u32 position = row * COLUMNS + (column < COLUMNS ? column : COLUMNS - 1);

    write_register(CURSOR_HIGH, position >> 8);
    write_register(CURSOR_LOW, position);
}

static void next_line(void)
{
    column = 0;
    if (++row < ROWS)
        return;
    row = ROWS - 1;
    memmove(cells, cells + COLUMNS, row * COLUMNS * sizeof *cells);
    clear(row * COLUMNS, ROWS * COLUMNS);
}

static void put(u8 byte)
{
    if (byte == '\n') {
        next_line();
    } else if (byte == '\r') {
        column = 0;
    } else if (byte == '\t') {
        column = (column + TAB) / TAB * TAB;
        if (column > COLUMNS)
            column = COLUMNS;
    } else {
        if (column == COLUMNS)
            next_line();
        cells[row * COLUMNS + column++] = COLOUR | byte;
    }
}

void screen_initialise(u16 *screen, u32 first)
{
    cells = screen;
    index_port = first;
    row = column = 0;
    clear(0, ROWS * COLUMNS);
    show_cursor();
}

void screen_write(const char *text, u32 length)
{
    for (u32 i = 0; i < length; i++)
        put(text[i]);
    show_cursor();
}
