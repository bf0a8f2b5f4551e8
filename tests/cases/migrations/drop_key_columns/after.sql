create table public.people (name text);
create table public.codes (note text);
