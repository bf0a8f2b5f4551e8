-- case
-- squawk-ignore-file ban-alter-identity
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add the identity of public.people.id
alter table public.people alter column id drop identity;
