-- case
-- squawk-ignore-file ban-drop-type, renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Create type public.letters
create type public.letters as range (subtype = text);

-- Alter type public.span
alter type public.span_multirange rename to spans;

-- Change the privileges on public.span
grant usage on type public.span to anon;

-- Set the comment on public.span
comment on type public.span is 'New';

-- Drop type public.moods
drop type public.moods;

-- Create type public.moods
create type public.moods as range (subtype = public.mood, subtype_diff = public.distance);
