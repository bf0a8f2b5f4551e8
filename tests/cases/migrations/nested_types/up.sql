-- case_expand
-- squawk-ignore-file ban-alter-domain-with-add-constraint, ban-create-domain-with-constraint, ban-drop-function, changing-column-type, renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Replace type public.part
alter type public.part rename to _part_old;
create type public.part as (
  size bigint,
  label text,
  colour text
);

-- Replace type public.whole
alter type public.whole rename to _whole_old;
create type public.whole as (
  first public.part,
  parts public.part[]
);

-- Replace domain public.word
alter domain public.word rename to _word_old;
create domain public.word as text
  constraint short check (length(VALUE) < 20);

-- Replace domain public.tag
alter domain public.tag rename to _tag_old;
create domain public.tag as public.word;

-- Change the type of public.things.spare from public._part_old[] to public.part[]
create function pg_temp._rows_of(jsonb) returns public.part[] language sql as $$select case when $1 is not null then array(select jsonb_populate_record(null::public.part, nullif(element, 'null')) from jsonb_array_elements($1) as element) end$$;
alter table public.things alter column spare type public.part[] using pg_temp._rows_of(to_jsonb(spare));
drop function pg_temp._rows_of(jsonb);

-- Change the type of public.things.tags from public._tag_old[] to public.tag[]
alter table public.things alter column tags type public.tag[] using tags::text[]::public.tag[];

-- Change the type of public.things.whole from public._whole_old to public.whole
alter table public.things alter column whole type public.whole using jsonb_populate_record(null::public.whole, to_jsonb(whole));

-- case_contract
-- squawk-ignore-file ban-drop-domain, ban-drop-function, ban-drop-type
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Drop the former type public._tag_old
drop domain public._tag_old;

-- Drop the former type public._whole_old
drop type public._whole_old;

-- Drop the former type public._part_old
drop type public._part_old;

-- Drop the former type public._word_old
drop domain public._word_old;

-- Drop function public.total(public.pair)
drop function public.total(public.pair);

-- case_expand_2
-- squawk-ignore-file ban-drop-column, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Alter type public.pair
alter type public.pair drop attribute other;

-- Create function public.total(public.pair)
create or replace function public.total(pair public.pair)
  returns integer
  language sql
  immutable
BEGIN ATOMIC
 SELECT (pair).one AS one;
END;
