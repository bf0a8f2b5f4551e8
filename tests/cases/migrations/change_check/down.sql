-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_expand
-- squawk-ignore-file ban-drop-constraint, constraint-missing-not-valid
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add check grown_up on public.people
alter table public.people drop constraint grown_up;

-- Undo: Drop check grown_up on public.people
alter table public.people add constraint grown_up check (age >= 18);
