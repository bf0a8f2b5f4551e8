-- SaaS with teams: companies are the tenants, people belong to them by a membership with a role.

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

create type public.company_role as enum ('owner', 'admin', 'member');
comment on type public.company_role is 'What somebody may do inside one company, strongest first.';

create type public.task_status as enum ('open', 'doing', 'done', 'dropped');
comment on type public.task_status is 'How far a task has come.';

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  full_name text not null check (char_length(full_name) between 1 and 120),
  avatar_url text check (avatar_url ~ '^https://'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.profiles is 'One person: what the app shows of an account. The e-mail address stays in auth.users.';

create table public.companies (
  id uuid primary key default gen_random_uuid(),
  name text not null check (char_length(name) between 1 and 120),
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.companies is 'A tenant. What a company owns is seen by its members only.';
comment on column public.companies.slug is 'The company''s name in web addresses.';

create table public.company_users (
  user_id uuid not null references public.profiles (id) on delete cascade,
  company_id uuid not null references public.companies (id) on delete cascade,
  role public.company_role not null default 'member',
  created_at timestamptz not null default now(),
  primary key (user_id, company_id)
);
comment on table public.company_users is 'Who belongs to which company, and as what.';
create index company_users_company_id_idx on public.company_users (company_id);

create table public.invitations (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null references public.companies (id) on delete cascade,
  email text not null check (email ~ '^[^@\s]+@[^@\s]+$'),
  role public.company_role not null default 'member',
  expires_at timestamptz not null default now() + interval '14 days',
  created_at timestamptz not null default now(),
  constraint invitations_never_make_owners check (role <> 'owner'),
  unique (company_id, email)
);
comment on table public.invitations is 'An offer to join a company. A server accepts it once the address is confirmed.';

create table public.projects (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null references public.companies (id) on delete cascade,
  name text not null check (char_length(name) between 1 and 120),
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (company_id, id)
);
comment on table public.projects is 'A piece of a company''s work.';
comment on column public.projects.archived_at is 'When the project was put away; empty while it is worked on.';

create table public.tasks (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null,
  project_id uuid not null,
  title text not null check (char_length(title) between 1 and 300),
  status public.task_status not null default 'open',
  assignee_id uuid,
  due_on date,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (company_id, id),
  -- The company is part of both keys, so that no task leads into another company.
  foreign key (company_id, project_id) references public.projects (company_id, id) on delete cascade,
  foreign key (assignee_id, company_id) references public.company_users (user_id, company_id)
    on delete set null (assignee_id)
);
comment on table public.tasks is 'Something to be done in a project.';
comment on column public.tasks.assignee_id is 'The member who does it; empty again once that person has left the company.';
comment on column public.tasks.deleted_at is 'When it was deleted; such a task is kept and nobody sees it.';
create index tasks_project_idx on public.tasks (company_id, project_id);
create index tasks_assignee_idx on public.tasks (assignee_id, company_id);

create table public.comments (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null,
  task_id uuid not null,
  author_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  body text not null check (char_length(body) between 1 and 5000),
  created_at timestamptz not null default now(),
  foreign key (company_id, task_id) references public.tasks (company_id, id) on delete cascade
);
comment on table public.comments is 'What members say about a task.';
create index comments_task_idx on public.comments (company_id, task_id);
create index comments_author_id_idx on public.comments (author_id);

create trigger set_updated_at before update on public.profiles
  for each row execute function private.set_updated_at();
create trigger set_updated_at before update on public.companies
  for each row execute function private.set_updated_at();
create trigger set_updated_at before update on public.projects
  for each row execute function private.set_updated_at();
create trigger set_updated_at before update on public.tasks
  for each row execute function private.set_updated_at();
