create type public.mood as enum ('sad', 'happy');
create table public.people (id bigint primary key, feeling public.mood default 'sad', feelings public.mood[], size integer);
