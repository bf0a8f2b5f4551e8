set check_function_bodies = off;

create schema "Fn s";

create type public.mood as enum (
  'sad',
  'glad'
);

create table public.orders (
  id bigint not null,
  total numeric,
  constraint orders_pkey primary key (id)
);

revoke all on table public.orders from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.orders to anon, authenticated, service_role;

create or replace function "Fn s"."F x"(
  a integer,
  "B b" public.mood default 'sad'::public.mood,
  inout c text default 'it''s'::text,
  variadic rest integer[] default '{1,2}'::integer[]
)
  returns SETOF text
  language plpgsql
  stable
  strict
  security definer
  parallel restricted
  cost 5
  rows 7
  set search_path = public, 'Fn s'
  set "TimeZone" = 'UTC'
as $$ begin return query select $1::text; end $$;

create or replace function public.act()
  returns trigger
  language plpgsql
as $$begin return new; end$$;

create or replace function public.atomic(a integer)
  returns integer
  language sql
BEGIN ATOMIC
 SELECT a AS a;
 SELECT (a + 1);
END;

create or replace procedure public.atomic_tidy(a integer)
  language sql
BEGIN ATOMIC
 DELETE FROM public.orders
   WHERE (orders.id = atomic_tidy.a);
END;

create or replace function public.of_table(public.orders)
  returns public.orders
  language sql
RETURN (SELECT ROW(o.id, o.total)::public.orders AS "row" FROM public.orders o LIMIT 1);

create or replace function public.outs(out x integer, out y text)
  language sql
  immutable
  parallel safe
as $$select 1, 'a'$$;

create or replace function public.records()
  returns SETOF record
  language sql
as $$select 1, 2$$;

create or replace function public.rows_of(bigint)
  returns table (id bigint, "To tal" numeric)
  language sql
  stable
as $$select id, total from orders$$;

create or replace function public.same(anyelement, anyarray)
  returns anyelement
  language sql
as $$select $1$$;

create or replace function public.same(text)
  returns text
  language sql
as $$select $1$$;

comment on function public.same(text) is 'The same';

create or replace procedure public.tidy(inout a integer, b text default 'q'::text)
  language plpgsql
  security definer
  set statement_timeout = '5s'
as $$ begin commit; end $$;

comment on procedure public.tidy(inout integer, in text) is 'Tidies';

reset check_function_bodies;
