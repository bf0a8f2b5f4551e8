set check_function_bodies = off;

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'boss') then
    create role boss;
  end if;
end
$$;

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'clerk') then
    create role clerk;
  end if;
end
$$;

create schema shop;

grant usage on schema shop to anon, authenticated, clerk;

grant all on schema shop to boss with grant option;

create type shop.mood as enum (
  'sad',
  'glad'
);

revoke all on type shop.mood from public;

grant usage on type shop.mood to public;
grant usage on type shop.mood to boss with grant option;

create domain shop.code as text;

revoke all on type shop.code from public;

grant usage on type shop.code to clerk, public;

create type shop.pair as (
  a integer
);

revoke all on type shop.pair from public;

create sequence shop.numbers;

revoke all on sequence shop.numbers from anon, authenticated, service_role;

grant usage on sequence shop.numbers to clerk;

grant all on sequence shop.numbers to boss with grant option;

create table shop.orders (
  id bigint not null generated always as identity,
  total numeric,
  note text,
  constraint orders_pkey primary key (id)
);

revoke all on table shop.orders from anon, authenticated, service_role;

grant select (id, total), update (note), references (id) on table shop.orders to authenticated;

grant select, insert on table shop.orders to clerk;

grant all on table shop.orders to service_role;

grant insert (note) on table shop.orders to boss with grant option;

grant select on table shop.orders to boss with grant option;

revoke all on sequence shop.orders_id_seq from anon, authenticated, service_role;

grant select on sequence shop.orders_id_seq to clerk;

create or replace procedure shop.tidy()
  language sql
as $$$$;

revoke all on procedure shop.tidy() from public, anon, authenticated, service_role;

grant execute on procedure shop.tidy() to public;
grant execute on procedure shop.tidy() to boss with grant option;

create or replace function shop.total(bigint)
  returns numeric
  language sql
as $$select 1.0$$;

revoke all on function shop.total(bigint) from public, anon, authenticated, service_role;

grant execute on function shop.total(bigint) to clerk;

create view shop.seen as
SELECT id
   FROM shop.orders;

revoke all on table shop.seen from anon, authenticated, service_role;

grant select on table shop.seen to public;

REVOKE USAGE ON SCHEMA public FROM PUBLIC;

reset check_function_bodies;
