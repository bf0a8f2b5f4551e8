-- case_expand
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Let public.notes be clustered on no index
alter table public.notes set without cluster;

-- pg-delta: transaction=false
-- case_notes_title_idx_new_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index _notes_title_idx_new on public.notes
create index concurrently _notes_title_idx_new on public.notes (title desc);

-- case_expand_2
-- squawk-ignore-file renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Put the new index notes_title_idx on public.notes in the place of the old one
alter index public.notes_title_idx rename to _notes_title_idx_old;
alter index public._notes_title_idx_new rename to notes_title_idx;

-- Choose the index that public.notes is clustered on
alter table public.notes cluster on notes_title_idx;

-- pg-delta: transaction=false
-- case_notes_title_idx_old_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Drop index _notes_title_idx_old on public.notes
drop index concurrently public._notes_title_idx_old;
