/* SPDX-License-Identifier: GPL-2.0-only */
/* Passes references in each way there is (Tokens.interface says what each function does). */
#include "tokens.server.h"

#define TOKENS 4096

struct token {
    u32 used, number;
    Token next;                 /* in a chain */
};

static struct token pool[TOKENS];
static Token kept;
static Runnable listener;
static u32 destroyed, destroying, deepest;
static Tokens own_root;

status construct(struct tokens_roots *roots)
{
    roots->tokens = (struct tokens *)pool;
    return OK;
}

void destruct(void)
{
    if (listener)
        Runnable_run(listener);
}

static Token new_token(u32 number, Token next)
{
    Token reference;
    u32 i;

    for (i = 0; i < TOKENS; i++)
        if (!pool[i].used) {
            pool[i] = (struct token){ 1, number, next };
            reference = token_create(&pool[i]);
            pool[i].used = reference != 0;
            return reference;
        }
    return 0;
}

u32 token_getNumber(struct token *self)
{
    return self->number;
}

u32 token_during(struct token *self, Runnable runnable)
{
    Runnable_run(runnable);
    return self->used ? self->number : 0;
}

void token_destroy(struct token *self)
{
    if (++destroying > deepest)
        deepest = destroying;
    self->used = 0;
    if (listener)
        Runnable_run(listener);
    Token_release(self->next);
    destroying--;
    destroyed++;
}

status tokens_create(struct tokens *self, u32 number, Token *token)
{
    (void)self;
    *token = new_token(number, 0);
    return *token ? OK : E_NOMEM;
}

Token tokens_make(struct tokens *self, u32 number)
{
    (void)self;
    return new_token(number, 0);
}

status tokens_createDuring(struct tokens *self, u32 number, Runnable runnable, Token *token)
{
    Token made = new_token(number, 0);

    (void)self;
    Runnable_run(runnable);
    *token = made;
    return made ? OK : E_NOMEM;
}

Token tokens_makeDuring(struct tokens *self, u32 number, Runnable runnable)
{
    Token made = new_token(number, 0);

    (void)self;
    Runnable_run(runnable);
    return made;
}

u32 tokens_look(struct tokens *self, Token token)
{
    (void)self;
    return token ? Token_getNumber(token) : 0;
}

u32 tokens_lookStrictly(struct tokens *self, Token token)
{
    (void)self;
    return Token_getNumber(token);
}

status tokens_keep(struct tokens *self, Token token)
{
    (void)self;
    Token_release(kept);
    kept = token;
    return OK;
}

status tokens_keepDuplicate(struct tokens *self, Token token)
{
    (void)self;
    Token_release(kept);
    kept = Token_duplicate(token);
    return kept ? OK : E_NOMEM;
}

status tokens_exchange(struct tokens *self, const void *name, u32 length, Token *previous, u32 *counted,
                       Token token)
{
    (void)self, (void)name;
    *previous = kept;
    *counted = length;
    kept = token;
    return OK;
}

status tokens_refuse(struct tokens *self, Token token)
{
    (void)self;
    Token_release(token);
    return E_IO;
}

status tokens_give(struct tokens *self, Token *token)
{
    (void)self;
    *token = kept;
    kept = 0;
    return OK;
}

status tokens_giveDuplicate(struct tokens *self, Token *token)
{
    (void)self;
    *token = Token_duplicate(kept);
    return OK;
}

status tokens_giveTwice(struct tokens *self, Token *first, Token *second)
{
    (void)self;
    *first = *second = kept;
    kept = 0;
    return OK;
}

status tokens_giveAndFail(struct tokens *self, Token *token)
{
    tokens_give(self, token);
    return E_IO;
}

status tokens_several(struct tokens *self, Token first, Token second, Token *third)
{
    *third = new_token(Token_getNumber(first) + Token_getNumber(second), 0);
    return tokens_keep(self, first);
}

status tokens_forge(struct tokens *self, u32 handle, Token *token)
{
    (void)self;
    *token = (Token)handle;
    return OK;
}

Token tokens_forgeResult(struct tokens *self, u32 handle)
{
    (void)self;
    return (Token)handle;
}

status tokens_mistype(struct tokens *self, Token *token)
{
    (void)self;
    *token = (Token)Tokens_duplicate(own_root);
    return OK;
}

status tokens_reflect(struct tokens *self, Any object, Any *same)
{
    (void)self;
    Tokens_release(own_root);
    own_root = (Tokens)Any_duplicate(object);
    *same = Any_duplicate(object);
    return OK;
}

status tokens_releaseLent(struct tokens *self, Token token)
{
    (void)self;
    return Component_release(component, (u32)token);
}

status tokens_moveLent(struct tokens *self, Token token, Tokens other)
{
    (void)self;
    return Tokens_keep(other, token);
}

u32 tokens_getHandle(struct tokens *self, Token token)
{
    (void)self;
    return (u32)token;
}

u32 tokens_getKeptHandle(struct tokens *self)
{
    (void)self;
    return (u32)kept;
}

u32 tokens_isOwn(struct tokens *self, Token token)
{
    (void)self;
    return token_of(token) != 0;
}

u32 tokens_forget(struct tokens *self)
{
    (void)self;
    Token_release(kept);
    kept = 0;
    return destroyed;
}

u32 tokens_getDestroyed(struct tokens *self)
{
    (void)self;
    return destroyed;
}

status tokens_createChain(struct tokens *self, u32 length, Token *first)
{
    Token last = 0;

    (void)self;
    while (length--)
        last = new_token(length, last);
    *first = last;
    return OK;
}

u32 tokens_getDestroyDepth(struct tokens *self)
{
    (void)self;
    return deepest;
}

u32 tokens_lookDuring(struct tokens *self, Token token, Runnable runnable)
{
    (void)self;
    return Token_during(token, runnable);
}

void tokens_during(struct tokens *self, Runnable runnable)
{
    (void)self;
    Runnable_run(runnable);
}

status tokens_setListener(struct tokens *self, Runnable runnable)
{
    (void)self;
    Runnable_release(listener);
    listener = Runnable_duplicate(runnable);
    return OK;
}
