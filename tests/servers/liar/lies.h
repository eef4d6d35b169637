/* SPDX-License-Identifier: GPL-2.0-only */
/* What the liar's pagers do: shared with tests/servers/lies, which knows what to expect. */
#ifndef LIES_H
#define LIES_H

#define LIES(ONE) \
    ONE(honest) ONE(slow) ONE(refuses) ONE(gives_nothing) ONE(gives_a_forged_reference) \
    ONE(gives_a_released_reference) ONE(gives_its_component) ONE(gives_another_interface) \
    ONE(says_an_odd_offset) ONE(says_a_far_offset) ONE(says_a_wrapping_offset) ONE(gives_a_read_only_page) \
    ONE(goes_round_in_a_circle) ONE(needs_itself) ONE(dies) ONE(has_an_odd_size) ONE(has_no_size) \
    ONE(is_too_large) ONE(lets_it_be_unmapped) ONE(lets_the_client_be_killed) ONE(is_gone) ONE(shrinks)

#define LIE(name) LIE_##name,
enum lie { LIES(LIE) LIE_COUNT };

#endif
