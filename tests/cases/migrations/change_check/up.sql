-- case_expand
-- squawk-ignore-file ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop check grown_up on public.people
alter table public.people drop constraint grown_up;

-- Add check grown_up on public.people
alter table public.people add constraint grown_up check (age >= 16) not valid;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Validate constraint grown_up on public.people
alter table public.people validate constraint grown_up;
