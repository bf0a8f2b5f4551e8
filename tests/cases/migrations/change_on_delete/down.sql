-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_expand
-- squawk-ignore-file adding-foreign-key-constraint, ban-drop-constraint, constraint-missing-not-valid
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add foreign key children_parent_id_fkey on public.children
alter table public.children drop constraint children_parent_id_fkey;

-- Undo: Drop foreign key children_parent_id_fkey on public.children
alter table public.children
  add constraint children_parent_id_fkey
  foreign key (parent_id) references public.parents (id);
