create table public.parents (id bigint primary key);
create table public.children (
  id bigint primary key,
  parent_id bigint references public.parents (id)
);
