-- case_contract
-- squawk-ignore-file ban-drop-not-null, constraint-missing-not-valid
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Forbid NULL in public.scores.points, as its check has proven
alter table public.scores alter column points drop not null;
alter table public.scores add constraint _scores_points_filled check (points is not null) not valid;

-- Undo: Forbid NULL in public.people.token, as its check has proven
alter table public.people alter column token drop not null;
alter table public.people add constraint _people_token_filled check (token is not null) not valid;

-- Undo: Forbid NULL in public.people.city, as its check has proven
alter table public.people alter column city drop not null;
alter table public.people add constraint _people_city_filled check (city is not null) not valid;

-- Undo: Forbid NULL in public.notes.body, as its check has proven
alter table public.notes alter column body drop not null;
alter table public.notes add constraint _notes_body_filled check (body is not null) not valid;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_expand_2
-- squawk-ignore-file ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Refuse new NULLs in public.scores.points
alter table public.scores drop constraint _scores_points_filled;

-- Undo: Refuse new NULLs in public.people.token
alter table public.people drop constraint _people_token_filled;

-- Undo: Refuse new NULLs in public.people.city
alter table public.people drop constraint _people_city_filled;

-- Undo: Refuse new NULLs in public.notes.body
alter table public.notes drop constraint _notes_body_filled;

-- case_backfill
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_expand
-- squawk-ignore-file ban-drop-column, ban-drop-default
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Set the default of public.people.token
alter table public.people alter column token drop default;

-- Undo: Add column public.people.token
alter table public.people drop column token;

-- Undo: Add column public.people.rank
alter table public.people drop column rank;
