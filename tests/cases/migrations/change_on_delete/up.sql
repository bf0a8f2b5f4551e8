-- case_expand
-- squawk-ignore-file ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop foreign key children_parent_id_fkey on public.children
alter table public.children drop constraint children_parent_id_fkey;

-- Add foreign key children_parent_id_fkey on public.children
alter table public.children
  add constraint children_parent_id_fkey
  foreign key (parent_id) references public.parents (id) on delete cascade not valid;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Validate constraint children_parent_id_fkey on public.children
alter table public.children validate constraint children_parent_id_fkey;
