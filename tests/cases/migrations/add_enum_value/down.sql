-- case_expand
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Set the default of public.people.feeling
alter table public.people alter column feeling set default 'sad'::public.mood;

-- case_enum_values
-- squawk-ignore-file ban-drop-default, ban-drop-type, ban-drop-view, changing-column-type, renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add 'fine', 'ecstatic' to enum public.mood
drop view public.moods;
alter table public.people alter column feeling drop default;
alter type public.mood rename to _mood_old;
create type public.mood as enum (
  'sad',
  'happy'
);
alter table public.people alter column feeling type public.mood using feeling::text::public.mood;
drop type public._mood_old;
alter table public.people alter column feeling set default 'sad'::public.mood;
create view public.moods as
SELECT feeling
   FROM public.people
  WHERE (feeling = 'happy'::public.mood);
revoke all on table public.moods from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.moods to anon, authenticated, service_role;
