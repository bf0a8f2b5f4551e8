create type public.money_amount as (amount numeric(12, 2), currency character(3));
comment on type public.money_amount is 'A sum in a currency';
comment on column public.money_amount.currency is 'ISO 4217';
create type public.address as (
  street text collate "C",
  "House Number" integer,
  lines text[],
  price public.money_amount
);
create table public.shops (
  id integer primary key,
  seat public.address not null,
  former public.address[],
  check ((seat).street <> '')
);
create function public.total(amounts public.money_amount[]) returns numeric
language sql immutable
as $$ select sum(a.amount) from unnest(amounts) as a $$;
create type public.nothing as ();
grant usage on type public.address to anon;
