create table public.notes (id bigint primary key, owner uuid, secret text);
alter table public.notes enable row level security;
create policy own on public.notes for select to authenticated using (owner = auth.uid());
create policy write_own on public.notes for insert to authenticated with check (owner = auth.uid());
grant select, insert on public.notes to authenticated;
create table public.open (id bigint primary key);
create table public.closed (id bigint primary key);
alter table public.closed enable row level security;
create policy everyone on public.closed using (true);
