create domain public.word as text;
create domain public.tag as public.word;
create type public.part as (size integer, label text);
create type public.whole as (first public.part, parts public.part[]);
create table public.things (id bigint primary key, tags public.tag[], whole public.whole, spare public.part[]);
