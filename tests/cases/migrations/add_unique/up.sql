-- case
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Add unique constraint people_email_key on public.people
alter table public.people add constraint people_email_key unique (email);
