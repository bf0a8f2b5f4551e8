-- Partner applications: people apply and see their own, reviewers decide, administrators see all.

create schema private;
comment on schema private is 'Helpers for policies and triggers. Not exposed by the API.';

create function private.set_updated_at() returns trigger language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end;
$$;
comment on function private.set_updated_at() is 'Trigger: stamps updated_at, whatever the client sent.';
revoke all on function private.set_updated_at() from public, anon, authenticated, service_role;

create type public.app_role as enum ('admin', 'reviewer', 'partner');
comment on type public.app_role is 'What somebody may do in the app, strongest first.';

create type public.application_status as enum ('draft', 'submitted', 'approved', 'rejected', 'withdrawn');
comment on type public.application_status is 'Where an application stands in the workflow.';

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  full_name text not null check (char_length(full_name) between 1 and 120),
  role public.app_role not null default 'partner',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.profiles is 'One person. A server gives roles; nobody gives one to themselves.';

create table public.partner_applications (
  id uuid primary key default gen_random_uuid(),
  applicant_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  organization_name text not null check (char_length(organization_name) between 1 and 200),
  website text check (website ~ '^https?://'),
  motivation text not null check (char_length(motivation) between 1 and 5000),
  status public.application_status not null default 'draft',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.partner_applications is 'A request to become a partner: written, handed in, decided.';
create index partner_applications_applicant_id_idx on public.partner_applications (applicant_id);
create index partner_applications_status_idx on public.partner_applications (status);

create table public.application_documents (
  id uuid primary key default gen_random_uuid(),
  application_id uuid not null references public.partner_applications (id) on delete cascade,
  title text not null check (char_length(title) between 1 and 200),
  storage_path text not null unique,
  created_at timestamptz not null default now()
);
comment on table public.application_documents is 'A file that belongs to an application; the file itself is in storage.';
create index application_documents_application_id_idx on public.application_documents (application_id);

create table public.application_reviews (
  id uuid primary key default gen_random_uuid(),
  application_id uuid not null references public.partner_applications (id) on delete cascade,
  reviewer_id uuid default auth.uid() references public.profiles (id) on delete set null,
  is_favourable boolean not null,
  reason text not null check (char_length(btrim(reason)) >= 10),
  created_at timestamptz not null default now()
);
comment on table public.application_reviews is 'What a reviewer found, with the reason. Written once.';
create index application_reviews_application_id_idx on public.application_reviews (application_id);
create index application_reviews_reviewer_id_idx on public.application_reviews (reviewer_id);

create table public.partners (
  id uuid primary key default gen_random_uuid(),
  application_id uuid not null unique references public.partner_applications (id) on delete restrict,
  owner_id uuid not null references public.profiles (id) on delete cascade,
  name text not null check (char_length(name) between 1 and 200),
  description text check (char_length(description) <= 5000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.partners is 'An approved partner, made by a server from the application.';
create index partners_owner_id_idx on public.partners (owner_id);

create trigger set_updated_at before update on public.profiles
  for each row execute function private.set_updated_at();
create trigger set_updated_at before update on public.partner_applications
  for each row execute function private.set_updated_at();
create trigger set_updated_at before update on public.partners
  for each row execute function private.set_updated_at();
