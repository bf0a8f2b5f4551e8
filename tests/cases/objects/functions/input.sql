create schema "Fn s";
create type mood as enum ('sad', 'glad');
create table orders (id bigint primary key, total numeric);
create function "Fn s"."F x"(a int, "B b" mood default 'sad', inout c text default 'it''s', variadic rest int[] default '{1,2}')
returns setof text language plpgsql stable strict security definer parallel restricted cost 5 rows 7
set search_path = public, "Fn s" set timezone = 'UTC' as $_$ begin return query select $1::text; end $_$;
create function outs(out x int, out y text) language sql immutable parallel safe as 'select 1, ''a''';
create function rows_of(bigint) returns table (id bigint, "To tal" numeric) language sql stable as 'select id, total from orders';
create function records() returns setof record language sql as 'select 1, 2';
create function of_table(orders) returns orders language sql return (select row(o.*)::orders from orders o limit 1);
create function atomic(a int) returns int language sql begin atomic select a; select a + 1; end;
create function same(anyelement, anyarray) returns anyelement language sql as 'select $1';
create function same(text) returns text language sql as 'select $1';
create function act() returns trigger language plpgsql as 'begin return new; end';
create procedure tidy(inout a int, in b text default 'q') language plpgsql security definer set statement_timeout = '5s' as $$ begin commit; end $$;
create procedure atomic_tidy(a int) begin atomic delete from orders where id = a; end;
comment on function same(text) is 'The same';
comment on procedure tidy(int, text) is 'Tidies';
