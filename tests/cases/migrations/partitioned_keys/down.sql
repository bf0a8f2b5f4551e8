-- case_expand
-- squawk-ignore-file ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add primary key events_pkey on public.events, of the indexes of its partitions
alter table public.events drop constraint events_pkey;

-- Undo: Add unique constraint events_named on public.events, of the indexes of its partitions
alter table public.events drop constraint events_named;

-- pg-delta: transaction=false
-- case_events_2026_away_pkey_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index events_2026_away_pkey on public.events_2026_away
drop index concurrently if exists public.events_2026_away_pkey;

-- pg-delta: transaction=false
-- case_events_2026_away_name_day_place_key_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index events_2026_away_name_day_place_key on public.events_2026_away
drop index concurrently if exists public.events_2026_away_name_day_place_key;

-- pg-delta: transaction=false
-- case_events_2026_at_home_pkey_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index events_2026_at_home_pkey on public.events_2026_at_home
drop index concurrently if exists public.events_2026_at_home_pkey;

-- pg-delta: transaction=false
-- case_events_2026_at_home_name_day_place_key_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index events_2026_at_home_name_day_place_key on public.events_2026_at_home
drop index concurrently if exists public.events_2026_at_home_name_day_place_key;

-- pg-delta: transaction=false
-- case_events_2025_pkey_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index events_2025_pkey on public.events_2025
drop index concurrently if exists public.events_2025_pkey;

-- pg-delta: transaction=false
-- case_events_2025_name_day_place_key_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index events_2025_name_day_place_key on public.events_2025
drop index concurrently if exists public.events_2025_name_day_place_key;
