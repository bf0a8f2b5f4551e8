-- case_expand_2
-- squawk-ignore-file ban-drop-default
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Set the default of public.people.feeling
alter table public.people alter column feeling drop default;

-- case_contract
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop the former type public._mood_old
create type public._mood_old as enum (
  'sad',
  'fine',
  'happy',
  'odd'
);

-- case_expand
-- squawk-ignore-file ban-drop-type, changing-column-type, renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Change the type of public.people.size from text to integer
alter table public.people alter column size type text using size::text;

-- Undo: Change the type of public.people.feelings from public._mood_old[] to public.mood[]
alter table public.people alter column feelings type public._mood_old[] using feelings::text[]::public._mood_old[];

-- Undo: Change the type of public.people.feeling from public._mood_old to public.mood
alter table public.people alter column feeling type public._mood_old using feeling::text::public._mood_old;

-- Undo: Replace type public.mood
drop type public.mood;
alter type public._mood_old rename to mood;

-- Undo: Drop the default of public.people.feeling
alter table public.people alter column feeling set default 'sad'::public.mood;
