create type public.mood as enum ('sad', 'fine', 'happy', 'ecstatic');
create table public.people (id bigint primary key, feeling public.mood default 'fine');
create view public.moods as select feeling from public.people where feeling = 'happy';
