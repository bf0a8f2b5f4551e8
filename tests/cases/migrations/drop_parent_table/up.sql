-- case
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop view public.families
drop view public.families;

-- Drop foreign key children_parent_id_fkey on public.children
alter table public.children drop constraint children_parent_id_fkey;

-- Drop table public.parents
drop table public.parents;
