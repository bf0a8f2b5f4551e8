-- case
-- squawk-ignore-file constraint-missing-not-valid
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop check people_email_check on public.people
alter table public.people add constraint people_email_check check (email ~~ '%@%'::text);
