-- case
-- squawk-ignore-file ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop unique constraint one_address on public.people
alter table public.people drop constraint one_address;
