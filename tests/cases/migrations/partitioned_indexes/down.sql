-- case_contract
-- squawk-ignore-file ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add foreign key events_place_fkey on public.events, as its partitions have proven
alter table public.events drop constraint events_place_fkey;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_expand_2
-- squawk-ignore-file require-concurrent-index-deletion
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Set the comment on at_home_by_name on public.events_2026_at_home
comment on index public.at_home_by_name is null;

-- Undo: Attach the indexes of the partitions to index events_name_idx on public.events
drop index public.events_name_idx;

-- Undo: Attach the indexes of the partitions to index events_key on public.events
drop index public.events_key;

-- pg-delta: transaction=false
-- case_events_2026_away_name_place_idx_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index events_2026_away_name_place_idx on public.events_2026_away
drop index concurrently if exists public.events_2026_away_name_place_idx;

-- pg-delta: transaction=false
-- case_events_2026_away_lower_day_place_idx_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index events_2026_away_lower_day_place_idx on public.events_2026_away
drop index concurrently if exists public.events_2026_away_lower_day_place_idx;

-- pg-delta: transaction=false
-- case_events_2026_at_home_lower_day_place_idx_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index events_2026_at_home_lower_day_place_idx on public.events_2026_at_home
drop index concurrently if exists public.events_2026_at_home_lower_day_place_idx;

-- pg-delta: transaction=false
-- case_events_2025_name_place_idx_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index events_2025_name_place_idx on public.events_2025
drop index concurrently if exists public.events_2025_name_place_idx;

-- pg-delta: transaction=false
-- case_events_2025_lower_day_place_idx_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index events_2025_lower_day_place_idx on public.events_2025
drop index concurrently if exists public.events_2025_lower_day_place_idx;

-- pg-delta: transaction=false
-- case_at_home_by_name_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index at_home_by_name on public.events_2026_at_home
drop index concurrently if exists public.at_home_by_name;

-- case_expand
-- squawk-ignore-file ban-drop-constraint, require-concurrent-index-deletion
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add foreign key events_place_fkey on public.events_2026_away
alter table public.events_2026_away drop constraint if exists events_place_fkey;

-- Undo: Add foreign key events_place_fkey on public.events_2026_at_home
alter table public.events_2026_at_home drop constraint if exists events_place_fkey;

-- Undo: Add foreign key events_place_fkey on public.events_2025
alter table public.events_2025 drop constraint if exists events_place_fkey;

-- Undo: Create index events_2026_name_place_idx on public.events_2026 without its partitions
drop index if exists public.events_2026_name_place_idx;

-- Undo: Create index events_name_idx on public.events without its partitions
drop index if exists public.events_name_idx;

-- Undo: Create index events_2026_lower_day_place_idx on public.events_2026 without its partitions
drop index if exists public.events_2026_lower_day_place_idx;

-- Undo: Create index events_key on public.events without its partitions
drop index if exists public.events_key;
