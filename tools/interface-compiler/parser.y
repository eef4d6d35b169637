/* SPDX-License-Identifier: GPL-2.0-only */
/* The grammar of interface and component files (docs/architecture.md). It takes more than
 * the language allows where a later check (check.c) can say better what is wrong. */
%require "3.7"
%define api.pure full
%define api.location.type {struct location}
%define parse.error custom
%define parse.lac full
%locations
%param { void *scanner }
%parse-param { struct parse *parse }

%code requires {
#include "parse.h"
}

%code {
#include <string.h>

#include "diagnostic.h"
#include "parser.h"
#include "syntax_error.h"

#define YYLLOC_DEFAULT(current, rhs, n)  ((current) = YYRHSLOC(rhs, (n) ? 1 : 0))

int yylex(YYSTYPE *value, YYLTYPE *location, void *scanner);
static void yyerror(YYLTYPE *location, void *scanner, struct parse *parse, const char *message);

#define APPEND(list, element) do {           \
        __typeof__(list) *end = &(list);     \
        while (*end)                         \
            end = &(*end)->next;             \
        *end = (element);                    \
    } while (0)

static struct parameter *new_parameter(enum signature_type type, struct name interface, struct name name)
{
    struct parameter *parameter = arena_allocate(sizeof *parameter);

    parameter->type = type;
    parameter->interface = interface;
    parameter->name = name;
    return parameter;
}

static struct clause *new_clause(enum clause_kind kind, struct location location, struct name interface,
                                 struct name name)
{
    struct clause *clause = arena_allocate(sizeof *clause);

    clause->kind = kind;
    clause->location = location;
    clause->interface = interface;
    clause->name = name;
    return clause;
}

static const struct name no_name;
}

%union {
    struct name name;
    const char *text;
    enum signature_type type;
    enum modifier modifier;
    struct modifiers modifiers;
    struct result { enum signature_type type; struct name interface; } result;
    struct block { struct name size, bound; } block;
    struct parameter *parameter;
    struct function *function;
    struct clause *clause;
}

%token END 0 "the end of the file"
%token START_INTERFACE START_SERVER
%token INTERFACE "interface" SERVER "server" IMPLEMENTS "implements" OBJECT "object"
%token REQUIRES "requires" USES "uses" AS "as" THREAD_SAFE "thread_safe"
%token REF "ref" ANY "any" MEM "mem"
%token IN "in" OUT "out" INOUT "inout" OPTIONAL "optional" MOVE "move"
%token LEFT_BRACE "{" RIGHT_BRACE "}" LEFT_PARENTHESIS "(" RIGHT_PARENTHESIS ")"
%token LEFT_BRACKET "[" RIGHT_BRACKET "]" COMMA "," SEMICOLON ";" AT_MOST "<="
%token <type> VOID "void" STATUS "status" COUNT "count" SCALAR "a scalar type"
%token <name> NAME "a name" NUMBER "a number"
%token <text> DOCUMENTATION "a documentation comment"

%type <text> documentation
%type <function> functions function
%type <parameter> parameters parameter_list parameter kind
%type <result> result
%type <name> target
%type <modifiers> modifiers
%type <modifier> modifier
%type <block> bound
%type <clause> clauses clause

%%
file:
    START_INTERFACE interface
  | START_SERVER server
  ;

interface:
    documentation "interface" NAME "{" functions "}" {
        struct interface *interface = arena_allocate(sizeof *interface);

        interface->documentation = $documentation;
        interface->name = $NAME;
        interface->functions = $functions;
        FOR_EACH(function, $functions)
            interface->function_count++;
        interface->index = -1;
        parse->interface = interface;
    }
  ;

documentation:
    %empty          { $$ = ""; }
  | documentation DOCUMENTATION {
        $$ = *$1 ? arena_format("%s\n\n%s", $1, $2) : $2;
    }
  ;

functions:
    %empty          { $$ = NULL; }
  | functions function  { $$ = $1; APPEND($$, $2); }
  ;

function:
    documentation result NAME "(" parameters ")" ";" {
        $$ = arena_allocate(sizeof *$$);
        $$->documentation = $documentation;
        $$->result = $result.type;
        $$->result_interface = $result.interface;
        $$->name = $NAME;
        $$->parameters = $parameters;
        FOR_EACH(parameter, $parameters)
            $$->parameter_count++;
    }
  | documentation error ";"     { $$ = NULL; }
  ;

result:
    "void"          { $$ = (struct result){ $1, no_name }; }
  | "status"        { $$ = (struct result){ $1, no_name }; }
  | "count"         { $$ = (struct result){ $1, no_name }; }
  | SCALAR          { $$ = (struct result){ $1, no_name }; }
  | "ref" target    { $$ = (struct result){ TYPE_REFERENCE, $2 }; }
  ;

target:
    NAME
  | "any"           { $$ = no_name; }
  ;

parameters:
    %empty          { $$ = NULL; }
  | parameter_list
  ;

parameter_list:
    parameter
  | parameter_list "," parameter    { $$ = $1; APPEND($$, $3); }
  ;

parameter:
    modifiers kind  { $$ = $2; $$->modifiers = $1; }
  ;

modifiers:
    %empty                  { memset(&$$, 0, sizeof $$); }
  | modifiers modifier {
        $$ = $1;
        if ($$.at[$2].source)
            report_error(@2, "found the same modifier twice, expected it once");
        $$.at[$2] = @2;
    }
  ;

modifier:
    "in"            { $$ = MODIFIER_IN; }
  | "out"           { $$ = MODIFIER_OUT; }
  | "inout"         { $$ = MODIFIER_INOUT; }
  | "optional"      { $$ = MODIFIER_OPTIONAL; }
  | "move"          { $$ = MODIFIER_MOVE; }
  ;

kind:
    SCALAR NAME         { $$ = new_parameter($1, no_name, $2); }
  | "ref" target NAME   { $$ = new_parameter(TYPE_REFERENCE, $2, $3); }
  | "mem" NAME "[" bound "]" {
        $$ = new_parameter(TYPE_BLOCK, no_name, $2);
        $$->size = $bound.size;
        $$->bound = $bound.bound;
    }
  ;

bound:
    NAME "<=" NUMBER    { $$ = (struct block){ $1, $3 }; }
  | NAME                { $$ = (struct block){ $1, no_name }; }
  | NUMBER              { $$ = (struct block){ no_name, $1 }; }
  ;

server:
    documentation "server" NAME "{" clauses "}" {
        struct server *server = arena_allocate(sizeof *server);

        server->documentation = $documentation;
        server->name = $NAME;
        server->clauses = $clauses;
        parse->server = server;
    }
  ;

clauses:
    %empty          { $$ = NULL; }
  | clauses clause  { $$ = $1; APPEND($$, $2); }
  ;

clause:
    documentation "implements" NAME[interface] "as" NAME[name] ";" {
        $$ = new_clause(CLAUSE_ROOT, @2, $interface, $name);
    }
  | documentation "object" NAME[interface] "as" NAME[name] ";" {
        $$ = new_clause(CLAUSE_OBJECT, @2, $interface, $name);
    }
  | documentation "requires" NAME[interface] NAME[name] ";" {
        $$ = new_clause(CLAUSE_REQUIRES, @2, $interface, $name);
    }
  | documentation "requires" "optional" NAME[interface] NAME[name] ";" {
        $$ = new_clause(CLAUSE_REQUIRES, @2, $interface, $name);
        $$->optional = true;
    }
  | documentation "uses" NAME[interface] ";" {
        $$ = new_clause(CLAUSE_USES, @2, $interface, no_name);
    }
  | documentation "thread_safe" ";" {
        $$ = new_clause(CLAUSE_THREAD_SAFE, @2, no_name, no_name);
    }
  | documentation error ";"     { $$ = NULL; }
  ;
%%

/* Hands what was found, and what could stand there, to syntax_error(). */
static int yyreport_syntax_error(const yypcontext_t *context, void *scanner, struct parse *parse)
{
    yysymbol_kind_t kinds[YYNTOKENS];
    const char *expected[YYNTOKENS];
    yysymbol_kind_t found = yypcontext_token(context);
    int count = yypcontext_expected_tokens(context, kinds, YYNTOKENS);

    (void)scanner;
    (void)parse;
    for (int index = 0; index < count; index++)
        expected[index] = yysymbol_name(kinds[index]);
    if (found == YYSYMBOL_YYEMPTY)
        return 0;
    syntax_error(*yypcontext_location(context), yysymbol_name(found), expected, count < 0 ? 0 : count);
    return 0;
}

/* Only memory exhaustion still comes here. */
static void yyerror(YYLTYPE *location, void *scanner, struct parse *parse, const char *message)
{
    (void)scanner;
    (void)parse;
    report_error(*location, "%s", message);
}

struct interface *parse_interface(const struct source *source)
{
    struct parse parse = { NULL, NULL };
    unsigned before = error_count();

    scan_parse(source, &parse, START_INTERFACE);
    return error_count() == before ? parse.interface : NULL;
}

struct server *parse_server(const struct source *source)
{
    struct parse parse = { NULL, NULL };
    unsigned before = error_count();

    scan_parse(source, &parse, START_SERVER);
    return error_count() == before ? parse.server : NULL;
}
