create table public.people (
  id bigint primary key,
  email text not null,
  age integer constraint grown_up check (age >= 18)
);
