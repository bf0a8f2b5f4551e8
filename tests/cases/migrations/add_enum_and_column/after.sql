create type public.role as enum ('guest', 'host');
create table public.people (
  id bigint primary key,
  email text not null,
  role public.role not null default 'guest'
);
