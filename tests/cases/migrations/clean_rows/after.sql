create table public.teams (id bigint primary key);
create table public.people (
  id bigint primary key, email text not null unique, phone text, age integer check (age > 0),
  boss bigint references public.people on delete set null, team bigint not null references public.teams
);
create unique index people_phone_idx on public.people (lower(phone)) where phone <> '';
