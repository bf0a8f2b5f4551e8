-- case
-- squawk-ignore-file ban-drop-column
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add column public.people.nickname
alter table public.people drop column nickname;
