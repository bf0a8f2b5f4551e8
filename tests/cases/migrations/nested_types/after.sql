create domain public.word as text constraint short check (length(value) < 20);
create domain public.tag as public.word;
create type public.part as (size bigint, label text, colour text);
create type public.whole as (first public.part, parts public.part[]);
create table public.things (id bigint primary key, tags public.tag[], whole public.whole, spare public.part[]);
