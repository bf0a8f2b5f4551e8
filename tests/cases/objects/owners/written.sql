set check_function_bodies = off;

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'case_owner') then
    create role case_owner;
  end if;
end
$$;

grant case_owner to postgres;

create schema shop;

create collation shop.german (locale = 'C');

create type shop.mood as enum (
  'good',
  'bad'
);

create domain shop.amount as integer;

create type shop.pair as (
  a integer,
  b integer
);

create type shop.span as range (subtype = integer);

create sequence shop.numbers;

revoke all on sequence shop.numbers from anon, authenticated, service_role;

create sequence shop.bills_id_seq;

create table shop.bills (
  id bigint not null default nextval('shop.bills_id_seq'::regclass),
  number bigint not null generated always as identity,
  mood shop.mood,
  constraint bills_pkey primary key (id)
);

alter sequence shop.bills_id_seq owned by shop.bills.id;

revoke all on sequence shop.bills_id_seq from anon, authenticated, service_role;

create index bills_mood_idx on shop.bills (mood);

revoke all on table shop.bills from anon, authenticated, service_role;

grant select on table shop.bills to anon;

revoke all on sequence shop.bills_number_seq from anon, authenticated, service_role;

comment on table shop.bills is 'Not ours';

create table shop.parts (
  id bigint not null,
  bill bigint,
  constraint parts_pkey primary key (id)
)
partition by range (id);

revoke all on table shop.parts from anon, authenticated, service_role;

create table shop.few partition of shop.parts
  for values from ('1') to ('10');

revoke all on table shop.few from anon, authenticated, service_role;

create or replace function shop.one()
  returns integer
  language sql
as $$select 1$$;

revoke all on function shop.one() from public, anon, authenticated, service_role;

create or replace procedure shop.run()
  language sql
as $$select 1$$;

create aggregate shop.total(integer) (
  sfunc = pg_catalog.int4pl,
  stype = integer
);

alter table shop.parts
  add constraint parts_bill_fkey
  foreign key (bill) references shop.bills (id);

create view shop.all_bills as
SELECT id
   FROM shop.bills;

revoke all on table shop.all_bills from anon, authenticated, service_role;

create materialized view shop.kept as
SELECT id
   FROM shop.bills;

revoke all on table shop.kept from anon, authenticated, service_role;

create policy own on shop.bills
  to public
  using (true);

alter table shop.bills enable row level security;

create statistics shop.linked
  on id, number from shop.bills;

alter schema shop owner to case_owner;

alter view shop.all_bills owner to case_owner;

alter domain shop.amount owner to case_owner;

alter table shop.bills owner to case_owner;

grant insert on table shop.bills to postgres;

alter table shop.few owner to case_owner;

alter collation shop.german owner to case_owner;

alter materialized view shop.kept owner to case_owner;

alter statistics shop.linked owner to case_owner;

alter type shop.mood owner to case_owner;

alter sequence shop.numbers owner to case_owner;

alter function shop.one() owner to case_owner;

grant execute on function shop.one() to postgres;

alter type shop.pair owner to case_owner;

alter procedure shop.run() owner to case_owner;

alter type shop.span owner to case_owner;

alter aggregate shop.total(integer) owner to case_owner;

reset check_function_bodies;
