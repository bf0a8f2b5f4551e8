-- case
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Change the privileges on public.notes
revoke update on table public.notes from authenticated;
revoke select (id, owner) on table public.notes from authenticated;
revoke insert on table public.notes from service_role;
grant select, insert on table public.notes to authenticated;

-- Undo: Enable row-level security on public.open
alter table public.open disable row level security;

-- Undo: Force row-level security on public.notes
alter table public.notes no force row level security;

-- Undo: Create policy write_own on public.notes
drop policy write_own on public.notes;

-- Undo: Create policy nobody on public.open
drop policy nobody on public.open;

-- Undo: Change policy own on public.notes
alter policy own on public.notes
  to authenticated
  using (owner = auth.uid());

-- Undo: Drop policy write_own on public.notes
create policy write_own on public.notes
  for insert
  to authenticated
  with check (owner = auth.uid());

-- Undo: Drop policy everyone on public.closed
create policy everyone on public.closed
  to public
  using (true);

-- Undo: Disable row-level security on public.closed
alter table public.closed enable row level security;
