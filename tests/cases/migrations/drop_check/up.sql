-- case
-- squawk-ignore-file ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop check people_email_check on public.people
alter table public.people drop constraint people_email_check;
