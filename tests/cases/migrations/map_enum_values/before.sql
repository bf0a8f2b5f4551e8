create type public.mood as enum ('sad', 'fine', 'happy', 'odd');
create table public.people (id bigint primary key, feeling public.mood default 'sad', feelings public.mood[], size text);
