/* SPDX-License-Identifier: GPL-2.0-only */
/* The loader's SHA-256: against digests that Python's hashlib made, at the lengths around the
 * ends of blocks, and against the standard's own example. */
#include "tap.h"
#include "sha256.h"

static char text[2 * SHA256_SIZE + 1];

static const char *digest_of(const void *bytes, u32 size)
{
    u8 digest[SHA256_SIZE];

    sha256(bytes, size, digest);
    for (u32 i = 0; i < SHA256_SIZE; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    return text;
}

int main(void)
{
    static const struct {
        u32 size;
        const char *digest;
    } cases[] = {
        { 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { 3, "6ab0dba1f4f1dfbb37b4f9eeb092c09fca4900ad32bdcd147d8dde35d6c87c35" },
        { 55, "81afe5b788dc2ce138ff83d9b20164db75a94d75d2b2432eea4a0ef605088c72" },
        { 56, "2aba54f0ac632420a2b502431408866e40e1d5e430df4cd822642c78ab2eb9c1" },
        { 63, "733d3d4ee79ee67145bf73da13588f6f235d37414fc64b14a2f00f1762792f5e" },
        { 64, "79322907b3e9d013d7dc2c2f256674dbf733045cde01df3539271c6f5605feb8" },
        { 65, "d85c007c6eb440f085afa2b84f6f2bce4658b240e9f62cb1364bf0485a57e720" },
        { 119, "6c87eedf096b345de205b702e5223b73b447a3207791ded3ea007ba15ed6736e" },
        { 120, "42500cf6a1e3936d6b9e0bcfe296d654b63255e525487d3634d0b15fde591c4d" },
        { 128, "489d55fea9a73af36b6dd0be7b4117d8e5683386d39544e8a44c99a87f368707" },
        { 1000, "6b0df76627243d095b0c4400cb658b7e804dd03461cc03aee8fc8fe0bcada168" },
        { 100000, "7591069642d2e63f5e1589cef92226875b8a3fec16eb4bef7cf030c78ed51fdc" },
    };
    static u8 bytes[100000];

    is_text(digest_of("abc", 3), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "the standard's example");
    for (u32 i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (u32 at = 0; at < cases[i].size; at++)
            bytes[at] = at * 7 + cases[i].size;
        is_text(digest_of(bytes, cases[i].size), cases[i].digest, "%u bytes", cases[i].size);
    }
    return tap_end();
}
