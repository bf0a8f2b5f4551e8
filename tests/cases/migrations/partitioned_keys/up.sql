-- pg-delta: transaction=false
-- case_events_2025_name_day_place_key_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index events_2025_name_day_place_key on public.events_2025
create unique index concurrently events_2025_name_day_place_key on public.events_2025 (name, day, place);

-- pg-delta: transaction=false
-- case_events_2025_pkey_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index events_2025_pkey on public.events_2025
create unique index concurrently events_2025_pkey on public.events_2025 (day, place);

-- pg-delta: transaction=false
-- case_events_2026_at_home_name_day_place_key_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index events_2026_at_home_name_day_place_key on public.events_2026_at_home
create unique index concurrently events_2026_at_home_name_day_place_key on public.events_2026_at_home (name, day, place);

-- pg-delta: transaction=false
-- case_events_2026_at_home_pkey_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index events_2026_at_home_pkey on public.events_2026_at_home
create unique index concurrently events_2026_at_home_pkey on public.events_2026_at_home (day, place);

-- pg-delta: transaction=false
-- case_events_2026_away_name_day_place_key_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index events_2026_away_name_day_place_key on public.events_2026_away
create unique index concurrently events_2026_away_name_day_place_key on public.events_2026_away (name, day, place);

-- pg-delta: transaction=false
-- case_events_2026_away_pkey_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index events_2026_away_pkey on public.events_2026_away
create unique index concurrently events_2026_away_pkey on public.events_2026_away (day, place);

-- case_expand
-- squawk-ignore-file adding-serial-primary-key-field, constraint-missing-not-valid, disallowed-unique-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Add unique constraint events_named on public.events, of the indexes of its partitions
alter table only public.events add constraint events_named unique (name, day, place);
alter table public.events_2025 add constraint events_2025_name_day_place_key unique using index events_2025_name_day_place_key;
alter table only public.events_2026 add constraint events_2026_name_day_place_key unique (name, day, place);
alter table public.events_2026_at_home add constraint events_2026_at_home_name_day_place_key unique using index events_2026_at_home_name_day_place_key;
alter table public.events_2026_away add constraint events_2026_away_name_day_place_key unique using index events_2026_away_name_day_place_key;
alter index public.events_2026_name_day_place_key attach partition public.events_2026_away_name_day_place_key;
alter index public.events_2026_name_day_place_key attach partition public.events_2026_at_home_name_day_place_key;
alter index public.events_named attach partition public.events_2026_name_day_place_key;
alter index public.events_named attach partition public.events_2025_name_day_place_key;
comment on constraint events_named on public.events is 'One of a name';

-- Add primary key events_pkey on public.events, of the indexes of its partitions
alter table only public.events add constraint events_pkey primary key (day, place);
alter table public.events_2025 add constraint events_2025_pkey primary key using index events_2025_pkey;
alter table only public.events_2026 add constraint events_2026_pkey primary key (day, place);
alter table public.events_2026_at_home add constraint events_2026_at_home_pkey primary key using index events_2026_at_home_pkey;
alter table public.events_2026_away add constraint events_2026_away_pkey primary key using index events_2026_away_pkey;
alter index public.events_2026_pkey attach partition public.events_2026_away_pkey;
alter index public.events_2026_pkey attach partition public.events_2026_at_home_pkey;
alter index public.events_pkey attach partition public.events_2026_pkey;
alter index public.events_pkey attach partition public.events_2025_pkey;
