-- pg-delta: transaction=false
-- case_seats_pkey_new_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index _seats_pkey_new on public.seats
create unique index concurrently _seats_pkey_new on public.seats (row_number);

-- case_expand
-- squawk-ignore-file ban-drop-constraint, ban-drop-not-null
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop primary key seats_pkey on public.seats
alter table public.seats drop constraint seats_pkey;

-- Allow NULL in public.seats.place
alter table public.seats alter column place drop not null;

-- Add primary key seats_pkey on public.seats
alter table public.seats add constraint seats_pkey primary key using index _seats_pkey_new;
