create domain public.word as text;
create domain public.tag as public.word;
create type public.part as (size integer, label text);
create type public.whole as (first public.part, parts public.part[]);
create table public.things (id bigint primary key, tags public.tag[], whole public.whole, spare public.part[]);
create type public.pair as (one integer, other integer);
create table public.pairs (id bigint primary key, pair public.pair);
create function public.total(pair public.pair) returns integer language sql immutable
begin atomic
  select (total.pair).one + (total.pair).other;
end;
