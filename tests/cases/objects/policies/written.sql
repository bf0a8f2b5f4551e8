do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'Read er') then
    create role "Read er";
  end if;
end
$$;

create table public.forced_only (
  id integer
);

revoke all on table public.forced_only from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.forced_only to anon, authenticated, service_role;

create table public.members (
  "Te am" bigint,
  member uuid
);

revoke all on table public.members from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.members to anon, authenticated, service_role;

create table public.notes (
  id bigint not null,
  owner uuid,
  "Te am" bigint,
  is_public boolean not null default false,
  constraint notes_pkey primary key (id)
);

revoke all on table public.notes from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.notes to anon, authenticated, service_role;

create policy "Own, and ""public"" ones" on public.notes
  for select
  to "Read er", authenticated
  using ((owner = ( SELECT auth.uid() AS uid)) OR is_public);

create policy delete_own on public.notes
  for delete
  to public
  using (owner = auth.uid());

create policy in_team on public.notes
  to public
  using (EXISTS ( SELECT 1
   FROM public.members m
  WHERE ((m."Te am" = notes."Te am") AND (m.member = auth.uid()))));

create policy insert_own on public.notes
  for insert
  to authenticated
  with check (owner = auth.uid());

comment on policy insert_own on public.notes is 'It''s theirs';

create policy nobody on public.members
  to public;

create policy only_with_second_factor on public.notes
  as restrictive
  to authenticated
  using ((auth.jwt() ->> 'aal'::text) = 'aal2'::text);

create policy own_files on storage.objects
  for select
  to authenticated
  using ((bucket_id = 'notes'::text) AND (owner_id = (auth.uid())::text));

create policy update_own on public.notes
  for update
  to public
  using (owner = auth.uid())
  with check ((owner = auth.uid()) AND (NOT is_public));

alter table public.forced_only force row level security;
alter table public.members enable row level security;
alter table public.members force row level security;
alter table public.notes enable row level security;
