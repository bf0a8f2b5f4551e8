-- People: one profile per account, and the rules everything later builds on.
set local lock_timeout = '4s';

-- Helpers live in a schema the API does not expose, so nobody can call them over HTTP. USAGE lets signed-in people's
-- queries reach the helpers that policies and API functions call; each helper's EXECUTE is granted by itself.
create schema private;
comment on schema private is
  'Helpers for policies and triggers, and the partitions of messages. Not exposed by the API.';
grant usage on schema private to authenticated;

create function private.set_updated_at() returns trigger
  language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end;
$$;
comment on function private.set_updated_at() is 'Trigger: stamps updated_at, whatever the client sent.';
revoke all on function private.set_updated_at() from public, anon, authenticated, service_role;

create function private.is_permanent_user() returns boolean
  language sql stable set search_path = '' as $$
  select not coalesce((auth.jwt() ->> 'is_anonymous')::boolean, false);
$$;
comment on function private.is_permanent_user() is
  'False for anonymous sign-ins, which share the role authenticated with everybody else.';
revoke all on function private.is_permanent_user() from public, anon, authenticated, service_role;
grant execute on function private.is_permanent_user() to authenticated;

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  full_name text not null check (char_length(full_name) between 1 and 120),
  avatar_url text check (avatar_url ~ '^https://'),
  time_zone text not null default 'UTC' check (char_length(time_zone) between 1 and 64),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.profiles is
  'One person. Extends auth.users with what colleagues may see; the e-mail address stays in auth.users.';
comment on column public.profiles.id is 'The account. Deleting the account deletes the profile.';
comment on column public.profiles.avatar_url is 'Address of a picture; https only.';
comment on column public.profiles.time_zone is 'IANA name such as Europe/Berlin, for showing times.';

create trigger set_updated_at before update on public.profiles
  for each row execute function private.set_updated_at();

alter table public.profiles enable row level security;
alter table public.profiles force row level security;

-- Nothing is inherited from platform defaults: first revoke everything, then grant what a policy stands behind.
revoke all on table public.profiles from anon, authenticated, service_role;
grant select on table public.profiles to authenticated;
grant insert (id, full_name, avatar_url, time_zone) on table public.profiles to authenticated;
grant update (full_name, avatar_url, time_zone) on table public.profiles to authenticated;
grant select, insert, update, delete on table public.profiles to service_role;

create policy people_insert_own_profile on public.profiles for insert to authenticated
  with check (id = (select auth.uid()));
comment on policy people_insert_own_profile on public.profiles is 'The app creates the profile at first sign-in.';

create policy people_update_own_profile on public.profiles for update to authenticated
  using (id = (select auth.uid()))
  with check (id = (select auth.uid()));
comment on policy people_update_own_profile on public.profiles is
  'Names and pictures only: the column grant leaves out id and the timestamps.';
