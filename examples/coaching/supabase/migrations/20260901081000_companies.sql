-- Tenants: companies, who belongs to them, and invitations as the only way in.
set local lock_timeout = '4s';

create domain public.slug as text
  constraint slug_is_url_safe check (value ~ '^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$');
comment on domain public.slug is 'Lower-case name for web addresses: 3 to 63 letters, digits and hyphens.';

create type public.company_role as enum ('owner', 'admin', 'coach', 'member');
comment on type public.company_role is 'What somebody may do inside one company, strongest first.';

create type public.company_plan as enum ('trial', 'team', 'enterprise');
comment on type public.company_plan is 'What a company pays for.';

create table public.companies (
  id uuid primary key default gen_random_uuid(),
  slug public.slug not null unique,
  name text not null check (char_length(name) between 1 and 120),
  plan public.company_plan not null default 'trial',
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.companies is 'A tenant. Everything a company owns is seen by its members only.';
comment on column public.companies.slug is 'Unique over all companies, because it is part of the web address.';
comment on column public.companies.plan is 'Changed by billing (service_role), never by the company itself.';
comment on column public.companies.archived_at is 'When the company closed; people archive, only service_role deletes.';

create table public.company_users (
  user_id uuid not null references public.profiles (id) on delete cascade,
  company_id uuid not null references public.companies (id) on delete cascade,
  role public.company_role not null default 'member',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (user_id, company_id)
);
comment on table public.company_users is
  'Membership. Rows appear only through create_company and accept_invitation, so nobody joins uninvited.';
comment on column public.company_users.role is 'Changed by owners only; every company keeps at least one owner.';
-- The key starts with the person (whose companies?); this one answers the other question (who is in the company?).
create index company_users_company_id_idx on public.company_users (company_id);

create table public.company_invitations (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null references public.companies (id) on delete cascade,
  role public.company_role not null default 'member',
  invited_by uuid references public.profiles (id) on delete set null,
  expires_at timestamptz not null default now() + interval '14 days',
  accepted_by uuid references public.profiles (id) on delete set null,
  accepted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint company_invitations_never_make_owners check (role <> 'owner'),
  constraint company_invitations_accepted_by_has_time check (accepted_by is null or accepted_at is not null)
);
comment on table public.company_invitations is
  'An offer to join a company. Its id is the secret in the link that is mailed.';
comment on column public.company_invitations.invited_by is 'Empty once the inviting account is gone; the offer stands.';
comment on column public.company_invitations.expires_at is 'An invitation is good once and until this time.';
comment on column public.company_invitations.accepted_by is 'Who used it; empty again once that account is gone.';
comment on column public.company_invitations.accepted_at is 'Set by accept_invitation; a set value means used up.';
create index company_invitations_company_id_idx on public.company_invitations (company_id);
create index company_invitations_invited_by_idx on public.company_invitations (invited_by);
create index company_invitations_accepted_by_idx on public.company_invitations (accepted_by);

create trigger set_updated_at before update on public.companies
  for each row execute function private.set_updated_at();
create trigger set_updated_at before update on public.company_users
  for each row execute function private.set_updated_at();
create trigger set_updated_at before update on public.company_invitations
  for each row execute function private.set_updated_at();

-- Helpers for policies. They read as their owner, so a policy on company_users can ask company_users without recursion;
-- they take no arguments, so the only person they can answer for is the caller.
create function private.my_company_ids() returns setof uuid
  language sql stable security definer set search_path = '' as $$
  select membership.company_id
  from public.company_users as membership
  where membership.user_id = (select auth.uid());
$$;
comment on function private.my_company_ids() is 'Companies the caller belongs to.';

create function private.my_administered_company_ids() returns setof uuid
  language sql stable security definer set search_path = '' as $$
  select membership.company_id
  from public.company_users as membership
  where membership.user_id = (select auth.uid()) and membership.role in ('owner', 'admin');
$$;
comment on function private.my_administered_company_ids() is 'Companies the caller runs as owner or admin.';

create function private.my_owned_company_ids() returns setof uuid
  language sql stable security definer set search_path = '' as $$
  select membership.company_id
  from public.company_users as membership
  where membership.user_id = (select auth.uid()) and membership.role = 'owner';
$$;
comment on function private.my_owned_company_ids() is 'Companies the caller owns.';

create function private.my_colleague_ids() returns setof uuid
  language sql stable security definer set search_path = '' as $$
  select distinct colleague.user_id
  from public.company_users as membership
  join public.company_users as colleague on colleague.company_id = membership.company_id
  where membership.user_id = (select auth.uid());
$$;
comment on function private.my_colleague_ids() is 'Everybody who shares a company with the caller.';

revoke all on function private.my_company_ids() from public, anon, authenticated, service_role;
revoke all on function private.my_administered_company_ids() from public, anon, authenticated, service_role;
revoke all on function private.my_owned_company_ids() from public, anon, authenticated, service_role;
revoke all on function private.my_colleague_ids() from public, anon, authenticated, service_role;
grant execute on function private.my_company_ids() to authenticated;
grant execute on function private.my_administered_company_ids() to authenticated;
grant execute on function private.my_owned_company_ids() to authenticated;
grant execute on function private.my_colleague_ids() to authenticated;

create function private.keep_an_owner() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if old.role <> 'owner' or (tg_op = 'UPDATE' and new.role = 'owner') then
    return coalesce(new, old);
  end if;
  -- Locking the company makes two owners who leave at the same moment take turns.
  perform 1 from public.companies as company where company.id = old.company_id for no key update;
  if not found then
    return old; -- the company itself is being deleted and takes its memberships along
  end if;
  if not exists (
    select 1 from public.company_users as other
    where other.company_id = old.company_id and other.user_id <> old.user_id and other.role = 'owner'
  ) then
    raise exception 'The last owner of a company cannot leave or step down'
      using errcode = '23514', hint = 'Make somebody else owner first.';
  end if;
  return coalesce(new, old);
end;
$$;
comment on function private.keep_an_owner() is
  'Trigger: refuses the change that would leave a company without an owner.';
revoke all on function private.keep_an_owner() from public, anon, authenticated, service_role;

create trigger keep_an_owner before update of role or delete on public.company_users
  for each row execute function private.keep_an_owner();

alter table public.companies enable row level security;
alter table public.companies force row level security;
alter table public.company_users enable row level security;
alter table public.company_users force row level security;
alter table public.company_invitations enable row level security;
alter table public.company_invitations force row level security;

-- Column grants decide which fields a client may write at all, policies decide which rows.
revoke all on table public.companies, public.company_users, public.company_invitations
  from anon, authenticated, service_role;
grant select on table public.companies to authenticated;
grant update (name, slug, archived_at) on table public.companies to authenticated;
grant select, delete on table public.company_users to authenticated;
grant update (role) on table public.company_users to authenticated;
grant select, delete on table public.company_invitations to authenticated;
grant insert (company_id, role, invited_by) on table public.company_invitations to authenticated;
grant select, insert, update, delete on table public.companies, public.company_users, public.company_invitations
  to service_role;

create policy colleagues_select_profiles on public.profiles for select to authenticated
  using (id = (select auth.uid()) or id = any (array(select private.my_colleague_ids())));
comment on policy colleagues_select_profiles on public.profiles is 'Yourself and the people you share a company with.';

create policy members_select_own_companies on public.companies for select to authenticated
  using (id = any (array(select private.my_company_ids())));
comment on policy members_select_own_companies on public.companies is 'Tenant isolation starts here.';

create policy administrators_update_own_companies on public.companies for update to authenticated
  using (id = any (array(select private.my_administered_company_ids())))
  with check (id = any (array(select private.my_administered_company_ids())));
comment on policy administrators_update_own_companies on public.companies is
  'Name, address and closing. The plan is not in the column grant.';

create policy members_select_colleagues on public.company_users for select to authenticated
  using (company_id = any (array(select private.my_company_ids())));
comment on policy members_select_colleagues on public.company_users is 'Members see who else is in their companies.';

create policy owners_update_roles on public.company_users for update to authenticated
  using (company_id = any (array(select private.my_owned_company_ids())))
  with check (company_id = any (array(select private.my_owned_company_ids())));
comment on policy owners_update_roles on public.company_users is
  'Only owners hand out roles: an admin who could, would be an owner in one step.';

create policy owners_remove_members_and_members_leave on public.company_users for delete to authenticated
  using (user_id = (select auth.uid()) or company_id = any (array(select private.my_owned_company_ids())));
comment on policy owners_remove_members_and_members_leave on public.company_users is
  'Anybody may leave; owners may remove others. The trigger keep_an_owner guards the last one.';

create policy administrators_select_invitations on public.company_invitations for select to authenticated
  using (company_id = any (array(select private.my_administered_company_ids())));
comment on policy administrators_select_invitations on public.company_invitations is
  'The id is a secret: invited people never read the row, they call accept_invitation.';

create policy administrators_insert_invitations on public.company_invitations for insert to authenticated
  with check (
    invited_by = (select auth.uid())
    and (
      company_id = any (array(select private.my_owned_company_ids()))
      or (
        role in ('coach', 'member')
        and company_id = any (array(select private.my_administered_company_ids()))
      )
    )
  );
comment on policy administrators_insert_invitations on public.company_invitations is
  'Owners may invite admins, admins may invite coaches and members.';

create policy administrators_delete_invitations on public.company_invitations for delete to authenticated
  using (company_id = any (array(select private.my_administered_company_ids())));
comment on policy administrators_delete_invitations on public.company_invitations is 'Withdraws an offer.';

-- Two doors into a company. The function the API shows runs with the caller's rights; the work is done by its
-- namesake in private, which checks everything itself because it runs with the owner's.
create function private.create_company(company_name text, company_slug public.slug) returns uuid
  language plpgsql security definer set search_path = '' as $$
declare
  founder constant uuid := auth.uid();
  new_id uuid;
begin
  if founder is null or not private.is_permanent_user() then
    raise exception 'Only people with an account can found a company' using errcode = '42501';
  end if;
  insert into public.companies (name, slug) values (company_name, company_slug) returning id into new_id;
  insert into public.company_users (user_id, company_id, role) values (founder, new_id, 'owner');
  return new_id;
end;
$$;
comment on function private.create_company(text, public.slug) is 'Founds a company with the caller as its owner.';

create function public.create_company(company_name text, company_slug public.slug) returns uuid
  language sql security invoker set search_path = '' as $$
  select private.create_company(company_name, company_slug);
$$;
comment on function public.create_company(text, public.slug) is
  'Founds a company with you as its owner; returns its id.';

create function private.accept_invitation(invitation_id uuid) returns uuid
  language plpgsql security definer set search_path = '' as $$
declare
  guest constant uuid := auth.uid();
  invitation public.company_invitations;
begin
  if guest is null or not private.is_permanent_user() then
    raise exception 'Only people with an account can join a company' using errcode = '42501';
  end if;
  select offer.* into invitation
  from public.company_invitations as offer
  where offer.id = invitation_id and offer.accepted_at is null and offer.expires_at > now()
  for update;
  if not found then
    -- One message for unknown, used and expired: a guess learns nothing.
    raise exception 'This invitation is not valid' using errcode = 'P0002', hint = 'Ask for a new one.';
  end if;
  insert into public.company_users (user_id, company_id, role)
  values (guest, invitation.company_id, invitation.role);
  update public.company_invitations set accepted_by = guest, accepted_at = now() where id = invitation.id;
  return invitation.company_id;
end;
$$;
comment on function private.accept_invitation(uuid) is 'Makes the caller a member by a valid invitation, once.';

create function public.accept_invitation(invitation_id uuid) returns uuid
  language sql security invoker set search_path = '' as $$
  select private.accept_invitation(invitation_id);
$$;
comment on function public.accept_invitation(uuid) is 'Joins the company that invited you; returns its id.';

revoke all on function private.create_company(text, public.slug) from public, anon, authenticated, service_role;
revoke all on function public.create_company(text, public.slug) from public, anon, authenticated, service_role;
revoke all on function private.accept_invitation(uuid) from public, anon, authenticated, service_role;
revoke all on function public.accept_invitation(uuid) from public, anon, authenticated, service_role;
grant execute on function private.create_company(text, public.slug) to authenticated;
grant execute on function public.create_company(text, public.slug) to authenticated;
grant execute on function private.accept_invitation(uuid) to authenticated;
grant execute on function public.accept_invitation(uuid) to authenticated;
