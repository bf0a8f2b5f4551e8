-- case_expand
-- squawk-ignore-file ban-drop-default, ban-drop-view, require-concurrent-index-deletion
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop policy good_ones on public.people
drop policy good_ones on public.people;

-- Drop view public.moods
drop view public.moods;

-- Drop index happy_people on public.people
drop index public.happy_people;

-- Drop the default of public.people.feeling
alter table public.people alter column feeling drop default;

-- case_contract
-- squawk-ignore-file ban-drop-function
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Drop function public.is_good(public.mood)
drop function public.is_good(public.mood);

-- case_expand_2
-- squawk-ignore-file changing-column-type, renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Replace type public.mood
alter type public.mood rename to _mood_old;
create type public.mood as enum (
  'happy',
  'sad'
);

-- Change the type of public.people.all_feelings from public._mood_old[] to public.mood[]
alter table public.people alter column all_feelings type public.mood[] using all_feelings::text[]::public.mood[];

-- Change the type of public.people.feeling from public._mood_old to public.mood
alter table public.people alter column feeling type public.mood using feeling::text::public.mood;

-- case_contract_2
-- squawk-ignore-file ban-drop-type
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop the former type public._mood_old
drop type public._mood_old;

-- case_expand_3
-- squawk-ignore-file require-concurrent-index-creation
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Set the default of public.people.feeling
alter table public.people alter column feeling set default 'sad'::public.mood;

-- Create function public.is_good(public.mood)
create or replace function public.is_good(feeling public.mood)
  returns boolean
  language sql
  immutable
as $$ select feeling > 'sad' $$;

-- Create index happy_people on public.people
create index happy_people on public.people (id)
  where (feeling = 'happy'::public.mood);

-- Create view public.moods
create view public.moods as
SELECT id,
    public.is_good(feeling) AS is_good
   FROM public.people;
revoke all on table public.moods from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.moods to anon, authenticated, service_role;

-- Create policy good_ones on public.people
create policy good_ones on public.people
  to public
  using (public.is_good(feeling));
