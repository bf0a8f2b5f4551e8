-- Stand-in for pgTAP, for migrations that create it or define tests with it: the common signatures.
do $do$
declare
  signature text;
begin
  foreach signature in array pg_catalog.string_to_array($list$
plan(integer) returns text
no_plan() returns setof boolean
finish(exception_on_failure boolean default null) returns setof text
diag(text) returns text
ok(boolean) returns text
ok(boolean, text) returns text
is(anyelement, anyelement) returns text
is(anyelement, anyelement, text) returns text
isnt(anyelement, anyelement) returns text
isnt(anyelement, anyelement, text) returns text
matches(anyelement, text, text) returns text
cmp_ok(anyelement, text, anyelement, text) returns text
pass(text) returns text
fail(text) returns text
skip(text, integer) returns text
isa_ok(anyelement, regtype, text) returns text
throws_ok(text) returns text
throws_ok(text, text) returns text
throws_ok(text, text, text) returns text
throws_ok(text, character, text, text) returns text
throws_like(text, text, text) returns text
throws_matching(text, text, text) returns text
lives_ok(text) returns text
lives_ok(text, text) returns text
results_eq(text, text) returns text
results_eq(text, text, text) returns text
results_eq(text, anyarray, text) returns text
results_ne(text, text, text) returns text
set_eq(text, text, text) returns text
bag_eq(text, text, text) returns text
is_empty(text) returns text
is_empty(text, text) returns text
isnt_empty(text) returns text
isnt_empty(text, text) returns text
row_eq(text, anyelement, text) returns text
has_schema(name) returns text
has_schema(name, text) returns text
has_table(name) returns text
has_table(name, name) returns text
has_table(name, name, text) returns text
has_view(name, name, text) returns text
has_column(name, name) returns text
has_column(name, name, name, text) returns text
has_function(name) returns text
has_function(name, name) returns text
has_function(name, name, name[], text) returns text
has_trigger(name, name, name) returns text
has_index(name, name, name) returns text
has_extension(name) returns text
has_role(name) returns text
has_enum(name, name) returns text
has_pk(name, name) returns text
has_fk(name, name) returns text
col_type_is(name, name, name, text, text) returns text
col_not_null(name, name, name, text) returns text
col_is_pk(name, name, name, text) returns text
col_is_fk(name, name, name, text) returns text
policies_are(name, name, name[], text) returns text
policy_cmd_is(name, name, name, text, text) returns text
policy_roles_are(name, name, name, name[], text) returns text
table_privs_are(name, name, name, name[], text) returns text
function_privs_are(name, name, name[], name, name[], text) returns text
runtests() returns setof text
runtests(name) returns setof text
runtests(name, text) returns setof text
pgtap_version() returns numeric
$list$, E'\n') loop
    continue when signature = '';
    execute pg_catalog.format(
      'create function %s language plpgsql as %L', signature,
      'begin raise feature_not_supported using message = ''pgTAP has only signatures in this sandbox''; end'
    );
  end loop;
end
$do$;
