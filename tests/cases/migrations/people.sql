create type public.mood as enum ('sad', 'fine', 'happy');

create table public.companies (
  id bigint generated always as identity primary key,
  name text not null,
  code text unique,
  size integer default 5,
  note text
);

create table public.people (
  id bigint primary key,
  company_id bigint references public.companies (id) on delete cascade,
  email text not null,
  feeling public.mood default 'fine',
  age integer default 7,
  constraint age_is_human check (age < 150)
);

create index people_email_idx on public.people (email);

create function public.is_mine(company bigint) returns boolean
  language sql stable
  as $$ select exists (select 1 from public.people where company_id = company) $$;

create function public.touch() returns trigger
  language plpgsql
  as $$ begin return new; end $$;

create view public.staff with (security_invoker = true) as
  select p.id, p.email, p.age, c.name from public.people p join public.companies c on c.id = p.company_id;

create trigger touch_email before update of email on public.people
  for each row when (new.email is distinct from old.email) execute function public.touch();

alter table public.people enable row level security;
create policy mine on public.people for select to authenticated
  using (public.is_mine(company_id) and email <> '');
create policy happy on public.people for select to anon
  using (feeling = 'happy' and exists (select 1 from public.companies c where c.id = people.company_id));

grant select on public.people to authenticated;
grant select (name) on public.companies to anon;
grant select on public.staff to anon;
comment on table public.people is 'Who works here';
comment on view public.staff is 'Everybody';
