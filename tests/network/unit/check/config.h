/* SPDX-License-Identifier: GPL-2.0-only */
/* lwIP's unit tests include it; there is nothing to configure. */
