-- case_expand
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Refuse new NULLs in public.people.city
alter table public.people add constraint _people_city_filled check (city is not null) not valid;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Validate constraint _people_city_filled on public.people
alter table public.people validate constraint _people_city_filled;

-- case_contract
-- squawk-ignore-file adding-not-nullable-field, ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Forbid NULL in public.people.city, as its check has proven
alter table public.people alter column city set not null;
alter table public.people drop constraint _people_city_filled;
