-- case
-- squawk-ignore-file ban-drop-type, renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Create type public.moods
drop type public.moods;

-- Undo: Drop type public.moods
create type public.moods as range (subtype = public.mood);

-- Undo: Set the comment on public.span
comment on type public.span is 'Old';

-- Undo: Change the privileges on public.span
revoke usage on type public.span from anon;

-- Undo: Alter type public.span
alter type public.spans rename to span_multirange;

-- Undo: Create type public.letters
drop type public.letters;
