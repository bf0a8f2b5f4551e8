-- case_contract
-- squawk-ignore-file ban-drop-not-null, constraint-missing-not-valid
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Forbid NULL in public.people.email, as its check has proven
alter table public.people alter column email drop not null;
alter table public.people add constraint _people_email_filled check (email is not null) not valid;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_expand
-- squawk-ignore-file ban-drop-constraint, ban-drop-not-null, constraint-missing-not-valid
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Refuse new NULLs in public.people.email
alter table public.people drop constraint _people_email_filled;

-- Undo: Change the NOT NULL of public.places.city
alter table public.places alter column city drop not null;
alter table public.places add constraint city_needed not null city not valid;

-- Undo: Change the NOT NULL of public.people.phone
comment on constraint phone_needed on public.people is null;

-- Undo: Change the NOT NULL of public.people.name
alter table public.people alter constraint people_name_not_null no inherit;
alter table public.staff alter column name drop not null;
