-- case
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Forbid NULL in public.people.city
alter table public.people alter column city set not null;
