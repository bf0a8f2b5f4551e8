create domain public.word as text constraint short check (length(value) < 20);
create domain public.tag as public.word;
create type public.part as (size bigint, label text, colour text);
create type public.whole as (first public.part, parts public.part[]);
create table public.things (id bigint primary key, tags public.tag[], whole public.whole, spare public.part[]);
create type public.pair as (one integer);
create table public.pairs (id bigint primary key, pair public.pair);
create function public.total(pair public.pair) returns integer language sql immutable
begin atomic
  select (total.pair).one;
end;
