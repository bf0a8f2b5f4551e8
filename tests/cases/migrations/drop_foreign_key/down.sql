-- case
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop foreign key children_parent_id_fkey on public.children
alter table public.children
  add constraint children_parent_id_fkey
  foreign key (parent_id) references public.parents (id);
