-- case
-- squawk-ignore-file ban-drop-column, ban-drop-type
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add column public.people.role
alter table public.people drop column role;

-- Undo: Create enum public.role
drop type public.role;
