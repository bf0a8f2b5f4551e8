-- case_contract
-- squawk-ignore-file ban-drop-view
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop view public.families
drop view public.families;

-- case_expand
-- squawk-ignore-file ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop foreign key children_parent_id_fkey on public.children
alter table public.children drop constraint children_parent_id_fkey;

-- case_contract_2
-- squawk-ignore-file ban-drop-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop table public.parents
drop table public.parents;
