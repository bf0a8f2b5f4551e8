-- case
-- squawk-ignore-file adding-field-with-default, ban-drop-column, ban-drop-view, changing-column-type, disallowed-unique-constraint, prefer-bigint-over-int, prefer-text-field, require-concurrent-index-creation
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Create policy adults on public.people
drop policy adults on public.people;

-- Undo: Create trigger note_age on public.people
drop trigger note_age on public.people;

-- Undo: Create view public.elders
drop view public.elders;

-- Undo: Create view public.grown_ups
drop view public.grown_ups;

-- Undo: Create materialized view public.ages
drop materialized view public.ages;

-- Undo: Add column public.people.decade
alter table public.people drop column decade;

-- Undo: Change the type of public.people.age from integer to bigint
alter table public.people alter column age type integer using age::integer;

-- Undo: Drop column public.people.decade
alter table public.people add column decade integer generated always as (age / 10) stored;

-- Undo: Change the type of public.people.email from character varying(40) to text
alter table public.people alter column email type character varying(40) using email::character varying(40);

-- Undo: Drop view public.grown_ups
create view public.grown_ups
  with (security_invoker = true) as
SELECT id,
    age,
    email
   FROM public.people
  WHERE (age >= 18);
revoke all on table public.grown_ups from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.grown_ups to anon, service_role;
grant select, truncate, references, trigger, maintain on table public.grown_ups to authenticated;
comment on view public.grown_ups is 'Not minors';
comment on column public.grown_ups.age is 'In years';

-- Undo: Drop view public.elders
create view public.elders as
SELECT id,
    age
   FROM public.grown_ups
  WHERE (age > 65);
revoke all on table public.elders from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.elders to anon, authenticated, service_role;

-- Undo: Drop materialized view public.ages
create materialized view public.ages as
SELECT age,
    count(*) AS number
   FROM public.people
  GROUP BY age;
create unique index ages_age_idx on public.ages (age);
revoke all on table public.ages from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.ages to anon, authenticated, service_role;

-- Undo: Drop trigger note_age on public.people
create trigger note_age
  after update of age on public.people
  for each row
  when (old.age <> new.age)
  execute function public.note();

-- Undo: Drop policy adults on public.people
create policy adults on public.people
  for select
  to authenticated
  using (age >= 18);
