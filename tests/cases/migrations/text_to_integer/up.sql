-- case_expand
-- squawk-ignore-file ban-drop-constraint, ban-drop-default, changing-column-type, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop check at_least_one on public.orders
alter table public.orders drop constraint at_least_one;

-- Drop the default of public.orders.quantity
alter table public.orders alter column quantity drop default;

-- Change the type of public.orders.quantity from text to integer
alter table public.orders alter column quantity type integer using quantity::integer;

-- Set the default of public.orders.quantity
alter table public.orders alter column quantity set default 1;

-- Add check at_least_one on public.orders
alter table public.orders add constraint at_least_one check (quantity > 0) not valid;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Validate constraint at_least_one on public.orders
alter table public.orders validate constraint at_least_one;
