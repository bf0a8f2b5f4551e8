-- case
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Disable row-level security on public.closed
alter table public.closed disable row level security;

-- Drop policy everyone on public.closed
drop policy everyone on public.closed;

-- Drop policy write_own on public.notes
drop policy write_own on public.notes;

-- Change policy own on public.notes
alter policy own on public.notes
  to anon, authenticated
  using ((owner = auth.uid()) OR (secret IS NULL));

-- Create policy nobody on public.open
create policy nobody on public.open
  as restrictive
  to public
  using (false);

-- Create policy write_own on public.notes
create policy write_own on public.notes
  for update
  to authenticated
  using (owner = auth.uid());

-- Force row-level security on public.notes
alter table public.notes force row level security;

-- Enable row-level security on public.open
alter table public.open enable row level security;

-- Change the privileges on public.notes
revoke select, insert on table public.notes from authenticated;
grant update on table public.notes to authenticated;
grant select (id, owner) on table public.notes to authenticated;
grant insert on table public.notes to service_role with grant option;
