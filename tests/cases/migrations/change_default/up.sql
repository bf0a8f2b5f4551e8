-- case
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Set the default of public.people.city
alter table public.people alter column city set default 'Oslo'::text;
