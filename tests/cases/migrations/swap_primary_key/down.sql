-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_expand
-- squawk-ignore-file adding-foreign-key-constraint, adding-serial-primary-key-field, ban-drop-constraint, constraint-missing-not-valid
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add foreign key visits_person_id_fkey on public.visits
alter table public.visits drop constraint visits_person_id_fkey;

-- Undo: Add primary key people_pkey on public.people
alter table public.people drop constraint people_pkey;

-- Undo: Add unique constraint people_id_key on public.people
alter table public.people drop constraint people_id_key;

-- Undo: Drop primary key people_pkey on public.people
alter table public.people add constraint people_pkey primary key (id);

-- Undo: Drop foreign key visits_person_id_fkey on public.visits
alter table public.visits
  add constraint visits_person_id_fkey
  foreign key (person_id) references public.people (id);

-- pg-delta: transaction=false
-- case_people_id_key_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index people_id_key on public.people
drop index concurrently if exists public.people_id_key;

-- pg-delta: transaction=false
-- case_people_pkey_new_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index _people_pkey_new on public.people
drop index concurrently if exists public._people_pkey_new;
