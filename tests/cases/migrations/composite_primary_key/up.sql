-- case
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop primary key seats_pkey on public.seats
alter table public.seats drop constraint seats_pkey;

-- Add primary key seats_pkey on public.seats
alter table public.seats add constraint seats_pkey primary key ("row", seat);
