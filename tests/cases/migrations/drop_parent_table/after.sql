create table public.children (
  id bigint primary key,
  parent_id bigint
);
