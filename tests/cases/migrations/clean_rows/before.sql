create table public.people (id bigint primary key, email text not null, phone text, age integer, boss bigint, team bigint);
create table public.teams (id bigint primary key);
