-- pg-delta: transaction=false
-- case_notes_title_idx_old_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Drop index _notes_title_idx_old on public.notes
create index concurrently _notes_title_idx_old on public.notes (title);

-- case_expand_2
-- squawk-ignore-file renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Choose the index that public.notes is clustered on
alter table public.notes set without cluster;

-- Undo: Put the new index notes_title_idx on public.notes in the place of the old one
alter index public.notes_title_idx rename to _notes_title_idx_new;
alter index public._notes_title_idx_old rename to notes_title_idx;

-- pg-delta: transaction=false
-- case_notes_title_idx_new_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index _notes_title_idx_new on public.notes
drop index concurrently public._notes_title_idx_new;

-- case_expand
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Let public.notes be clustered on no index
alter table public.notes cluster on notes_title_idx;
