create table public.people (
  id bigint primary key,
  email text not null
);
comment on table public.people is 'People';
