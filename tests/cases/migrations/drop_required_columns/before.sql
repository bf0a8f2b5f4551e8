create type public.mood as enum ('sad', 'happy');
create table public.people (
  id bigint primary key, email varchar(80) not null, age integer not null, feeling public.mood not null,
  tags text[] not null, settings jsonb not null, born date not null, token uuid not null
);
comment on column public.people.age is 'In years';
