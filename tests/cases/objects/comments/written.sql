set check_function_bodies = off;

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'clerk') then
    create role clerk;
  end if;
end
$$;

comment on role clerk is 'A clerk';

create schema shop;

comment on schema shop is 'Two
lines';

create extension if not exists citext with schema extensions;

comment on extension citext is 'Any case';

create type shop.mood as enum (
  'sad'
);

comment on type shop.mood is 'Moods';

create domain shop.code as text
  constraint short check (length(VALUE) < 9);

comment on domain shop.code is 'Codes';
comment on constraint short on domain shop.code is 'Not long';

create type shop.pair as (
  a integer,
  b text
);

comment on type shop.pair is 'Pairs';
comment on column shop.pair.b is 'Second';

create sequence shop.numbers;

revoke all on sequence shop.numbers from anon, authenticated, service_role;

comment on sequence shop.numbers is 'Numbers';

create table shop.orders (
  id bigint not null,
  parent bigint,
  total numeric,
  note text,
  during int4range,
  constraint orders_key primary key (id),
  constraint one unique (note),
  constraint apart exclude using gist (during with &&),
  constraint positive check (total > (0)::numeric)
);

create index by_total on shop.orders (total);

comment on index shop.by_total is 'By total';

revoke all on table shop.orders from anon, authenticated, service_role;

comment on table shop.orders is E'It''s all here: $$ \\ "x"';
comment on column shop.orders.total is 'Before tax';
comment on constraint orders_key on shop.orders is 'Key';
comment on constraint one on shop.orders is 'One';
comment on constraint positive on shop.orders is 'Positive';
comment on constraint apart on shop.orders is 'Apart';

create or replace function shop.act()
  returns trigger
  language plpgsql
as $$begin return new; end$$;

comment on function shop.act() is 'Acts';

alter table shop.orders
  add constraint up
  foreign key (parent) references shop.orders (id);

comment on constraint up on shop.orders is 'Up';

create materialized view shop.kept as
SELECT id
   FROM shop.orders;

revoke all on table shop.kept from anon, authenticated, service_role;

comment on materialized view shop.kept is 'Kept';

create view shop.seen as
SELECT id
   FROM shop.orders;

revoke all on table shop.seen from anon, authenticated, service_role;

comment on view shop.seen is 'Seen';
comment on column shop.seen.id is 'Id';

create trigger early
  before insert on shop.orders
  for each row
  execute function shop.act();

comment on trigger early on shop.orders is 'Early';

create policy own on shop.orders
  to public;

comment on policy own on shop.orders is 'Own';

COMMENT ON INDEX shop.orders_key IS 'The index of the key';

comment on schema public is 'Ours';

reset check_function_bodies;
