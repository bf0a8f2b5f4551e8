-- case
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Create index names_idx on public.names
drop index public.names_idx;

-- Undo: Create collation public.rough
drop collation public.rough;

-- Undo: Drop collation public.rough
create collation public.rough (locale = 'C');

-- Undo: Set the comment on public.german
comment on collation public.german is null;

-- Undo: Drop index names_idx on public.names
create index names_idx on public.names (name collate public.rough);
