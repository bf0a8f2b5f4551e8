-- pg-delta: transaction=false
-- case_people_pkey_new_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index _people_pkey_new on public.people
create unique index concurrently _people_pkey_new on public.people (other, id);

-- pg-delta: transaction=false
-- case_people_id_key_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index people_id_key on public.people
create unique index concurrently people_id_key on public.people (id);

-- case_expand
-- squawk-ignore-file ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop foreign key visits_person_id_fkey on public.visits
alter table public.visits drop constraint visits_person_id_fkey;

-- Drop primary key people_pkey on public.people
alter table public.people drop constraint people_pkey;

-- Add unique constraint people_id_key on public.people
alter table public.people add constraint people_id_key unique using index people_id_key;

-- Add primary key people_pkey on public.people
alter table public.people add constraint people_pkey primary key using index _people_pkey_new;

-- Add foreign key visits_person_id_fkey on public.visits
alter table public.visits
  add constraint visits_person_id_fkey
  foreign key (person_id) references public.people (id) not valid;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Validate constraint visits_person_id_fkey on public.visits
alter table public.visits validate constraint visits_person_id_fkey;
