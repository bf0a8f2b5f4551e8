-- case_expand
-- squawk-ignore-file adding-not-nullable-field, adding-serial-primary-key-field, ban-drop-constraint, constraint-missing-not-valid
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add primary key seats_pkey on public.seats
alter table public.seats drop constraint seats_pkey;

-- Undo: Allow NULL in public.seats.place
alter table public.seats alter column place set not null;

-- Undo: Drop primary key seats_pkey on public.seats
alter table public.seats add constraint seats_pkey primary key (row_number, place);

-- pg-delta: transaction=false
-- case_seats_pkey_new_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index _seats_pkey_new on public.seats
drop index concurrently if exists public._seats_pkey_new;
