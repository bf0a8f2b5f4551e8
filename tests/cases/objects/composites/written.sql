set check_function_bodies = off;

create type public.money_amount as (
  amount numeric(12,2),
  currency character(3)
);

comment on type public.money_amount is 'A sum in a currency';
comment on column public.money_amount.currency is 'ISO 4217';

create type public.address as (
  street text collate "C",
  "House Number" integer,
  lines text[],
  price public.money_amount
);

revoke all on type public.address from public;

grant usage on type public.address to anon, public;

create type public.nothing as ();

create table public.shops (
  id integer not null,
  seat public.address not null,
  former public.address[],
  constraint shops_pkey primary key (id),
  constraint shops_seat_check check ((seat).street <> ''::text)
);

revoke all on table public.shops from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.shops to anon, authenticated, service_role;

create or replace function public.total(amounts public.money_amount[])
  returns numeric
  language sql
  immutable
as $$ select sum(a.amount) from unnest(amounts) as a $$;

reset check_function_bodies;
