-- case_expand
-- squawk-ignore-file ban-drop-default, changing-column-type, prefer-bigint-over-int, renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop the default of public.people.feeling
alter table public.people alter column feeling drop default;

-- Replace type public.mood
alter type public.mood rename to _mood_old;
create type public.mood as enum (
  'sad',
  'happy'
);

-- Change the type of public.people.feeling from public._mood_old to public.mood
alter table public.people alter column feeling type public.mood using (case feeling::text when 'fine' then 'happy' when 'odd' then null else feeling::text end)::public.mood;

-- Change the type of public.people.feelings from public._mood_old[] to public.mood[]
alter table public.people alter column feelings type public.mood[] using array_remove(array_replace(feelings::text[], 'fine', 'happy'), 'odd')::public.mood[];

-- Change the type of public.people.size from text to integer
alter table public.people alter column size type integer using substring(size from '[0-9]+')::integer;

-- case_contract
-- squawk-ignore-file ban-drop-type
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop the former type public._mood_old
drop type public._mood_old;

-- case_expand_2
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Set the default of public.people.feeling
alter table public.people alter column feeling set default 'sad'::public.mood;
