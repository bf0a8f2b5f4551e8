create type public.mood as enum ('sad', 'happy');
create table public.people (id bigint primary key, feeling public.mood default 'sad');
create view public.moods as select feeling from public.people where feeling = 'happy';
