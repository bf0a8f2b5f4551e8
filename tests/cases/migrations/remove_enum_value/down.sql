-- case_expand_3
-- squawk-ignore-file ban-drop-default, ban-drop-function, ban-drop-view, require-concurrent-index-deletion
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Undo: Create policy good_ones on public.people
drop policy good_ones on public.people;

-- Undo: Create view public.moods
drop view public.moods;

-- Undo: Create index happy_people on public.people
drop index public.happy_people;

-- Undo: Create function public.is_good(public.mood)
drop function public.is_good(public.mood);

-- Undo: Set the default of public.people.feeling
alter table public.people alter column feeling drop default;

-- case_contract_2
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop the former type public._mood_old
create type public._mood_old as enum (
  'sad',
  'fine',
  'happy'
);

-- case_expand_2
-- squawk-ignore-file ban-drop-type, changing-column-type, renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Change the type of public.people.feeling from public._mood_old to public.mood
alter table public.people alter column feeling type public._mood_old using feeling::text::public._mood_old;

-- Undo: Change the type of public.people.all_feelings from public._mood_old[] to public.mood[]
alter table public.people alter column all_feelings type public._mood_old[] using all_feelings::text[]::public._mood_old[];

-- Undo: Replace type public.mood
drop type public.mood;
alter type public._mood_old rename to mood;

-- case_contract
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Undo: Drop function public.is_good(public.mood)
create or replace function public.is_good(feeling public.mood)
  returns boolean
  language sql
  immutable
as $$ select feeling > 'sad' $$;

-- case_expand
-- squawk-ignore-file require-concurrent-index-creation
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop the default of public.people.feeling
alter table public.people alter column feeling set default 'sad'::public.mood;

-- Undo: Drop index happy_people on public.people
create index happy_people on public.people (id)
  where (feeling = 'happy'::public.mood);

-- Undo: Drop view public.moods
create view public.moods as
SELECT id,
    public.is_good(feeling) AS is_good
   FROM public.people;
revoke all on table public.moods from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.moods to anon, authenticated, service_role;

-- Undo: Drop policy good_ones on public.people
create policy good_ones on public.people
  to public
  using (public.is_good(feeling));
