-- case
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add unique constraint people_email_key on public.people
alter table public.people drop constraint people_email_key;
