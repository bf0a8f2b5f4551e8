-- case_expand
-- squawk-ignore-file prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Add a twin of public.people.age with its new type, kept equal by a trigger
alter table public.people add column _age_new integer;
create function public._people_age_twin() returns trigger
  language plpgsql
  set search_path = public, extensions
as $$
begin
  new._age_new := (select nullif(age, '')::integer from (select new.*) as people);
  return new;
end
$$;
create trigger zz_age_twin before insert or update on public.people
  for each row execute function public._people_age_twin();

-- Add a twin of public.people.id with its new type, kept equal by a trigger
alter table public.people add column _id_new bigint;
alter table public.people add constraint _people_id_new_filled check (_id_new is not null) not valid;
create function public._people_id_twin() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  new._id_new := (select id from (select new.*) as people);
  return new;
end
$$;
create trigger zz_id_twin before insert or update on public.people
  for each row execute function public._people_id_twin();

-- Add a twin of public.visits.id with its new type, kept equal by a trigger
alter table public.visits add column _id_new bigint;
alter table public.visits add constraint _visits_id_new_filled check (_id_new is not null) not valid;
create function public._visits_id_twin() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  new._id_new := (select id from (select new.*) as visits);
  return new;
end
$$;
create trigger zz_id_twin before insert or update on public.visits
  for each row execute function public._visits_id_twin();

-- Add a twin of public.visits.paid with its new type, kept equal by a trigger
alter table public.visits add column _paid_new numeric(6,1);
create function public._visits_paid_twin() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  new._paid_new := (select paid::numeric(6,1) from (select new.*) as visits);
  return new;
end
$$;
create trigger zz_paid_twin before insert or update on public.visits
  for each row execute function public._visits_paid_twin();

-- Add a twin of public.visits.person_id with its new type, kept equal by a trigger
alter table public.visits add column _person_id_new bigint;
alter table public.visits add constraint _visits_person_id_new_filled check (_person_id_new is not null) not valid;
create function public._visits_person_id_twin() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  new._person_id_new := (select person_id from (select new.*) as visits);
  return new;
end
$$;
create trigger zz_person_id_twin before insert or update on public.visits
  for each row execute function public._visits_person_id_twin();

-- case_backfill
-- squawk-ignore-file prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Fill the twin of public.people.age in batches
do $$
begin
  if exists (select from public.people where _age_new is null and (nullif(age, '')::integer) is not null) then
    raise exception using message = 'public.people._age_new is not filled yet. Run the file of the same name in supabase/backfills, then this again.';
  end if;
end
$$;

-- Fill the twin of public.people.id in batches
do $$
begin
  if exists (select from public.people where _id_new is null and (id) is not null) then
    raise exception using message = 'public.people._id_new is not filled yet. Run the file of the same name in supabase/backfills, then this again.';
  end if;
end
$$;

-- Fill the twin of public.visits.id in batches
do $$
begin
  if exists (select from public.visits where _id_new is null and (id) is not null) then
    raise exception using message = 'public.visits._id_new is not filled yet. Run the file of the same name in supabase/backfills, then this again.';
  end if;
end
$$;

-- Fill the twin of public.visits.paid in batches
do $$
begin
  if exists (select from public.visits where _paid_new is null and (paid::numeric(6,1)) is not null) then
    raise exception using message = 'public.visits._paid_new is not filled yet. Run the file of the same name in supabase/backfills, then this again.';
  end if;
end
$$;

-- Fill the twin of public.visits.person_id in batches
do $$
begin
  if exists (select from public.visits where _person_id_new is null and (person_id) is not null) then
    raise exception using message = 'public.visits._person_id_new is not filled yet. Run the file of the same name in supabase/backfills, then this again.';
  end if;
end
$$;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Validate constraint _people_id_new_filled on public.people
alter table public.people validate constraint _people_id_new_filled;

-- Validate constraint _visits_id_new_filled on public.visits
alter table public.visits validate constraint _visits_id_new_filled;

-- Validate constraint _visits_person_id_new_filled on public.visits
alter table public.visits validate constraint _visits_person_id_new_filled;

-- pg-delta: transaction=false
-- case_people_pkey_new_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index _people_pkey_new on public.people
create unique index concurrently _people_pkey_new on public.people (_id_new);

-- pg-delta: transaction=false
-- case_visits_person_id_stars_idx_new_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index _visits_person_id_stars_idx_new on public.visits
create index concurrently _visits_person_id_stars_idx_new on public.visits (_person_id_new, stars);

-- pg-delta: transaction=false
-- case_visits_pkey_new_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index _visits_pkey_new on public.visits
create unique index concurrently _visits_pkey_new on public.visits (_id_new);

-- case_expand_2
-- squawk-ignore-file adding-not-nullable-field, ban-alter-identity, ban-drop-column, ban-drop-constraint, ban-drop-default, ban-drop-function, ban-drop-table, ban-drop-view, renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop policy own on public.visits
drop policy own on public.visits;

-- Drop view public.good_visits
drop view public.good_visits;

-- Drop check grown_up on public.people
alter table public.people drop constraint grown_up;

-- Drop the default of public.people.age
alter table public.people alter column age drop default;

-- Alter sequence public.visits_id_seq
alter sequence public.visits_id_seq as bigint;

-- Let the twin of public.people.age take its place
drop trigger if exists zz_age_twin on public.people;
drop function if exists public._people_age_twin();
alter table public.people drop column age;
alter table public.people rename column _age_new to age;

-- Let the twin of public.people.id take its place
alter table public.visits drop constraint visits_person_id_fkey;
drop trigger if exists zz_id_twin on public.people;
drop function if exists public._people_id_twin();
create temporary table _kept_sequence on commit drop as
select last_value, is_called from public.people_id_seq;
alter table public.people drop column id;
alter table public.people rename column _id_new to id;
alter table public.people alter column id set not null;
alter table public.people drop constraint _people_id_new_filled;
alter table public.people alter column id add generated by default as identity;
revoke all on sequence public.people_id_seq from anon, authenticated, service_role;
grant update on sequence public.people_id_seq to anon, authenticated, service_role;
select pg_catalog.setval('public.people_id_seq', last_value, is_called) from pg_temp._kept_sequence;
drop table pg_temp._kept_sequence;
alter table public.people add constraint people_pkey primary key using index _people_pkey_new;
alter table public.visits
  add constraint visits_person_id_fkey
  foreign key (person_id) references public.people (id) on delete cascade not valid;
comment on column public.people.id is 'Who it is';

-- Let the twin of public.visits.id take its place
drop trigger if exists zz_id_twin on public.visits;
drop function if exists public._visits_id_twin();
alter sequence public.visits_id_seq owned by public.visits._id_new;
alter table public.visits drop column id;
alter table public.visits rename column _id_new to id;
alter table public.visits alter column id set not null;
alter table public.visits drop constraint _visits_id_new_filled;
alter table public.visits alter column id set default nextval('public.visits_id_seq'::regclass);
alter table public.visits add constraint visits_pkey primary key using index _visits_pkey_new;
grant select (id) on table public.visits to authenticated;

-- Let the twin of public.visits.paid take its place
drop trigger if exists zz_paid_twin on public.visits;
drop function if exists public._visits_paid_twin();
alter table public.visits drop column paid;
alter table public.visits rename column _paid_new to paid;

-- Let the twin of public.visits.person_id take its place
drop trigger if exists zz_person_id_twin on public.visits;
drop function if exists public._visits_person_id_twin();
alter table public.visits drop column person_id;
alter table public.visits rename column _person_id_new to person_id;
alter table public.visits alter column person_id set not null;
alter table public.visits drop constraint _visits_person_id_new_filled;
alter index public._visits_person_id_stars_idx_new rename to visits_person_id_stars_idx;
comment on index public.visits_person_id_stars_idx is 'By person';
alter table public.visits
  add constraint visits_person_id_fkey
  foreign key (person_id) references public.people (id) on delete cascade not valid;

-- Set the default of public.people.age
alter table public.people alter column age set default 18;

-- Add check grown_up on public.people
alter table public.people add constraint grown_up check (age > 0) not valid;

-- Create view public.good_visits
create view public.good_visits as
SELECT id,
    person_id
   FROM public.visits
  WHERE (stars > 3);
revoke all on table public.good_visits from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.good_visits to anon, authenticated, service_role;

-- Create policy own on public.visits
create policy own on public.visits
  for select
  to authenticated
  using (person_id = 1);

-- case_validate_2
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Validate constraint grown_up on public.people
alter table public.people validate constraint grown_up;

-- Validate constraint visits_person_id_fkey on public.visits
alter table public.visits validate constraint visits_person_id_fkey;
