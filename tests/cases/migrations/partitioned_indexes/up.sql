-- case_expand
-- squawk-ignore-file require-concurrent-index-creation
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Create index events_key on public.events without its partitions
create unique index events_key on only public.events (lower(name), day, place);

-- Create index events_2026_lower_day_place_idx on public.events_2026 without its partitions
create unique index events_2026_lower_day_place_idx on only public.events_2026 (lower(name), day, place);

-- Create index events_name_idx on public.events without its partitions
create index events_name_idx on only public.events (name) include (place);
comment on index public.events_name_idx is 'Searched by name';

-- Create index events_2026_name_place_idx on public.events_2026 without its partitions
create index events_2026_name_place_idx on only public.events_2026 (name) include (place);

-- Add foreign key events_place_fkey on public.events_2025
alter table public.events_2025
  add constraint events_place_fkey
  foreign key (place) references public.places (name) on delete cascade not valid;

-- Add foreign key events_place_fkey on public.events_2026_at_home
alter table public.events_2026_at_home
  add constraint events_place_fkey
  foreign key (place) references public.places (name) on delete cascade not valid;

-- Add foreign key events_place_fkey on public.events_2026_away
alter table public.events_2026_away
  add constraint events_place_fkey
  foreign key (place) references public.places (name) on delete cascade not valid;

-- pg-delta: transaction=false
-- case_at_home_by_name_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index at_home_by_name on public.events_2026_at_home
create index concurrently at_home_by_name on public.events_2026_at_home (name) include (place);

-- pg-delta: transaction=false
-- case_events_2025_lower_day_place_idx_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index events_2025_lower_day_place_idx on public.events_2025
create unique index concurrently events_2025_lower_day_place_idx on public.events_2025 (lower(name), day, place);

-- pg-delta: transaction=false
-- case_events_2025_name_place_idx_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index events_2025_name_place_idx on public.events_2025
create index concurrently events_2025_name_place_idx on public.events_2025 (name) include (place);

-- pg-delta: transaction=false
-- case_events_2026_at_home_lower_day_place_idx_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index events_2026_at_home_lower_day_place_idx on public.events_2026_at_home
create unique index concurrently events_2026_at_home_lower_day_place_idx on public.events_2026_at_home (lower(name), day, place);

-- pg-delta: transaction=false
-- case_events_2026_away_lower_day_place_idx_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index events_2026_away_lower_day_place_idx on public.events_2026_away
create unique index concurrently events_2026_away_lower_day_place_idx on public.events_2026_away (lower(name), day, place);

-- pg-delta: transaction=false
-- case_events_2026_away_name_place_idx_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index events_2026_away_name_place_idx on public.events_2026_away
create index concurrently events_2026_away_name_place_idx on public.events_2026_away (name) include (place);

-- case_expand_2
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Attach the indexes of the partitions to index events_key on public.events
alter index public.events_2026_lower_day_place_idx attach partition public.events_2026_away_lower_day_place_idx;
alter index public.events_2026_lower_day_place_idx attach partition public.events_2026_at_home_lower_day_place_idx;
alter index public.events_key attach partition public.events_2026_lower_day_place_idx;
alter index public.events_key attach partition public.events_2025_lower_day_place_idx;

-- Attach the indexes of the partitions to index events_name_idx on public.events
alter index public.events_2026_name_place_idx attach partition public.events_2026_away_name_place_idx;
alter index public.events_2026_name_place_idx attach partition public.at_home_by_name;
alter index public.events_name_idx attach partition public.events_2026_name_place_idx;
alter index public.events_name_idx attach partition public.events_2025_name_place_idx;

-- Set the comment on at_home_by_name on public.events_2026_at_home
comment on index public.at_home_by_name is 'At home';

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Validate constraint events_place_fkey on public.events_2025
alter table public.events_2025 validate constraint events_place_fkey;

-- Validate constraint events_place_fkey on public.events_2026_at_home
alter table public.events_2026_at_home validate constraint events_place_fkey;

-- Validate constraint events_place_fkey on public.events_2026_away
alter table public.events_2026_away validate constraint events_place_fkey;

-- case_contract
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Add foreign key events_place_fkey on public.events, as its partitions have proven
alter table public.events
  -- squawk-ignore adding-foreign-key-constraint, constraint-missing-not-valid
  add constraint events_place_fkey
  foreign key (place) references public.places (name) on delete cascade;
