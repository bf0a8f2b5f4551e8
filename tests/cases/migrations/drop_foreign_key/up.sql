-- case
-- squawk-ignore-file ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop foreign key children_parent_id_fkey on public.children
alter table public.children drop constraint children_parent_id_fkey;
