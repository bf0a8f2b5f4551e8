-- case_contract
-- squawk-ignore-file ban-drop-not-null, constraint-missing-not-valid
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Forbid NULL in public.people.team, as its check has proven
alter table public.people alter column team drop not null;
alter table public.people add constraint _people_team_filled check (team is not null) not valid;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- pg-delta: transaction=false
-- case_people_phone_idx_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index people_phone_idx on public.people
drop index concurrently public.people_phone_idx;

-- case_expand
-- squawk-ignore-file ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add foreign key people_team_fkey on public.people
alter table public.people drop constraint people_team_fkey;

-- Undo: Add foreign key people_boss_fkey on public.people
alter table public.people drop constraint people_boss_fkey;

-- Undo: Refuse new NULLs in public.people.team
alter table public.people drop constraint _people_team_filled;

-- Undo: Add unique constraint people_email_key on public.people
alter table public.people drop constraint people_email_key;

-- Undo: Add check people_age_check on public.people
alter table public.people drop constraint people_age_check;

-- pg-delta: transaction=false
-- case_people_email_key_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index people_email_key on public.people
drop index concurrently if exists public.people_email_key;

-- case_backfill
set local lock_timeout = '4s';
set local statement_timeout = '2min';
