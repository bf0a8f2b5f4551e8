-- case_validate_2
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_expand_2
-- squawk-ignore-file ban-drop-constraint, ban-drop-default, ban-drop-view, changing-column-type, constraint-missing-not-valid, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Create policy own on public.visits
drop policy own on public.visits;

-- Undo: Create view public.good_visits
drop view public.good_visits;

-- Undo: Add check grown_up on public.people
alter table public.people drop constraint grown_up;

-- Undo: Set the default of public.people.age
alter table public.people alter column age drop default;

-- Undo: Let the twin of public.visits.person_id take its place
alter table public.visits alter column person_id type integer using person_id::integer;

-- Undo: Let the twin of public.visits.paid take its place
alter table public.visits alter column paid type numeric(8,2) using paid::numeric(8,2);

-- Undo: Let the twin of public.visits.id take its place
alter table public.visits alter column id type integer using id::integer;

-- Undo: Let the twin of public.people.id take its place
alter table public.people alter column id type integer using id::integer;

-- Undo: Let the twin of public.people.age take its place
alter table public.people alter column age type text using age::text;

-- Undo: Alter sequence public.visits_id_seq
alter sequence public.visits_id_seq as integer;

-- Undo: Drop the default of public.people.age
alter table public.people alter column age set default '18'::text;

-- Undo: Drop check grown_up on public.people
alter table public.people add constraint grown_up check (length(age) > 0);

-- Undo: Drop view public.good_visits
create view public.good_visits as
SELECT id,
    person_id
   FROM public.visits
  WHERE (stars > 3);
revoke all on table public.good_visits from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.good_visits to anon, authenticated, service_role;

-- Undo: Drop policy own on public.visits
create policy own on public.visits
  for select
  to authenticated
  using (person_id = 1);

-- pg-delta: transaction=false
-- case_visits_pkey_new_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index _visits_pkey_new on public.visits
drop index concurrently if exists public._visits_pkey_new;

-- pg-delta: transaction=false
-- case_visits_person_id_stars_idx_new_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index _visits_person_id_stars_idx_new on public.visits
drop index concurrently if exists public._visits_person_id_stars_idx_new;

-- pg-delta: transaction=false
-- case_people_pkey_new_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index _people_pkey_new on public.people
drop index concurrently if exists public._people_pkey_new;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_backfill
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_expand
-- squawk-ignore-file ban-drop-column, ban-drop-function
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add a twin of public.visits.person_id with its new type, kept equal by a trigger
drop trigger if exists zz_person_id_twin on public.visits;
drop function if exists public._visits_person_id_twin();
alter table public.visits drop column if exists _person_id_new;

-- Undo: Add a twin of public.visits.paid with its new type, kept equal by a trigger
drop trigger if exists zz_paid_twin on public.visits;
drop function if exists public._visits_paid_twin();
alter table public.visits drop column if exists _paid_new;

-- Undo: Add a twin of public.visits.id with its new type, kept equal by a trigger
drop trigger if exists zz_id_twin on public.visits;
drop function if exists public._visits_id_twin();
alter table public.visits drop column if exists _id_new;

-- Undo: Add a twin of public.people.id with its new type, kept equal by a trigger
drop trigger if exists zz_id_twin on public.people;
drop function if exists public._people_id_twin();
alter table public.people drop column if exists _id_new;

-- Undo: Add a twin of public.people.age with its new type, kept equal by a trigger
drop trigger if exists zz_age_twin on public.people;
drop function if exists public._people_age_twin();
alter table public.people drop column if exists _age_new;
