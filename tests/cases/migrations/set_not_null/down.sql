-- case_contract
-- squawk-ignore-file ban-drop-not-null, constraint-missing-not-valid
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Forbid NULL in public.people.city, as its check has proven
alter table public.people alter column city drop not null;
alter table public.people add constraint _people_city_filled check (city is not null) not valid;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_expand
-- squawk-ignore-file ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Refuse new NULLs in public.people.city
alter table public.people drop constraint _people_city_filled;
