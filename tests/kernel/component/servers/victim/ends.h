/* SPDX-License-Identifier: GPL-2.0-only */
/* The ways in which the server `victim` can be made to end, or to wait until it is ended. */
#ifndef ENDS_H
#define ENDS_H

enum end {
    END_NOT,                    /* it returns */
    END_READ,                   /* of address 0 */
    END_WRITE,                  /* of address 0 */
    END_WRITE_TEXT,             /* of its own code */
    END_JUMP,                   /* to address 0 */
    END_DIVIDE,                 /* by zero */
    END_OVERRUN,                /* of its stack */
    END_PRIVILEGED,             /* an instruction that it may not execute */
    END_BREAKPOINT,
    END_ABORT,                  /* Component.abort */
    END_BY_ITSELF,              /* so many are on its own account */

    END_LOOP = END_BY_ITSELF,   /* it runs for ever */
    END_LOOP_STUB,              /* likewise, in code that is there in every space */
    END_WAIT,                   /* for a semaphore that nobody signals */
    END_SLEEP,                  /* for an hour */
    END_JOIN,                   /* a thread that waits */

    END_BUSY,                   /* it returns, after a while */
    END_MEDDLE                  /* it returns when it has changed what is passed to a call that waits: */
};

#define MEDDLE_LENGTH   23          /* the address of a block of so many bytes, which becomes */
#define MEDDLE_ADDRESS  0xef000000  /* where the kernel sees no memory */

/* What it can hoard. */
enum hoard {
    HOARD_SEMAPHORES,
    HOARD_PAGES,
    HOARD_MAPPINGS              /* of one page */
};

#endif
