create type public.mood as enum ('happy', 'sad');
create table public.people (id bigint primary key, feeling public.mood default 'sad', all_feelings public.mood[]);
create index happy_people on public.people (id) where feeling = 'happy';
create function public.is_good(feeling public.mood) returns boolean language sql immutable as $$ select feeling > 'sad' $$;
create view public.moods as select id, public.is_good(feeling) as is_good from public.people;
alter table public.people enable row level security;
create policy good_ones on public.people using (public.is_good(feeling));
