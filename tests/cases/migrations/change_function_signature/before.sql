create function public.may_read(document bigint) returns boolean language sql stable as $$ select document > 0 $$;
create function public.first_size() returns integer language sql immutable as $$ select 1 $$;
create table public.documents (id bigint primary key, size integer default public.first_size());
alter table public.documents enable row level security;
create policy readers on public.documents for select using (public.may_read(id));
create view public.readable as select id from public.documents where public.may_read(id);
grant select on public.readable to anon;
