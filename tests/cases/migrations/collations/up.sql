-- case
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop index names_idx on public.names
drop index public.names_idx;

-- Set the comment on public.german
comment on collation public.german is 'Sorted';

-- Drop collation public.rough
drop collation public.rough;

-- Create collation public.rough
create collation public.rough (locale = 'POSIX');

-- Create index names_idx on public.names
create index names_idx on public.names (name collate public.rough);
