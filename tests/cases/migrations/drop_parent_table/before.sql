create table public.parents (id bigint primary key);
create table public.children (
  id bigint primary key,
  parent_id bigint references public.parents (id)
);
create view public.families as select p.id from public.parents p;
grant select on public.families to authenticated;
