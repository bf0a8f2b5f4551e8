-- case_expand_2
-- squawk-ignore-file ban-drop-function, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Undo: Create function public.total(public.pair)
drop function public.total(public.pair);

-- Undo: Alter type public.pair
alter type public.pair add attribute other integer;

-- case_contract
-- squawk-ignore-file ban-create-domain-with-constraint, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Undo: Drop function public.total(public.pair)
create or replace function public.total(pair public.pair)
  returns integer
  language sql
  immutable
BEGIN ATOMIC
 SELECT ((pair).one + (pair).other);
END;

-- Undo: Drop the former type public._word_old
create domain public._word_old as text;

-- Undo: Drop the former type public._part_old
create type public._part_old as (
  size integer,
  label text
);

-- Undo: Drop the former type public._whole_old
create type public._whole_old as (
  first public._part_old,
  parts public._part_old[]
);

-- Undo: Drop the former type public._tag_old
create domain public._tag_old as public._word_old;

-- case_expand
-- squawk-ignore-file ban-alter-domain-with-add-constraint, ban-drop-domain, ban-drop-function, ban-drop-type, changing-column-type, renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Change the type of public.things.whole from public._whole_old to public.whole
alter table public.things alter column whole type public._whole_old using jsonb_populate_record(null::public._whole_old, to_jsonb(whole));

-- Undo: Change the type of public.things.tags from public._tag_old[] to public.tag[]
alter table public.things alter column tags type public._tag_old[] using tags::text[]::public._tag_old[];

-- Undo: Change the type of public.things.spare from public._part_old[] to public.part[]
create function pg_temp._rows_of(jsonb) returns public._part_old[] language sql as $$select case when $1 is not null then array(select jsonb_populate_record(null::public._part_old, nullif(element, 'null')) from jsonb_array_elements($1) as element) end$$;
alter table public.things alter column spare type public._part_old[] using pg_temp._rows_of(to_jsonb(spare));
drop function pg_temp._rows_of(jsonb);

-- Undo: Replace domain public.tag
drop domain public.tag;
alter domain public._tag_old rename to tag;

-- Undo: Replace domain public.word
drop domain public.word;
alter domain public._word_old rename to word;

-- Undo: Replace type public.whole
drop type public.whole;
alter type public._whole_old rename to whole;

-- Undo: Replace type public.part
drop type public.part;
alter type public._part_old rename to part;
