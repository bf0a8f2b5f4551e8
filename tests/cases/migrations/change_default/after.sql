create table public.people (
  id bigint primary key,
  email text not null,
  city text default 'Oslo'
);
