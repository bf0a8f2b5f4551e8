-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_expand
-- squawk-ignore-file ban-drop-constraint, ban-drop-default, changing-column-type, constraint-missing-not-valid
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add check at_least_one on public.orders
alter table public.orders drop constraint at_least_one;

-- Undo: Set the default of public.orders.quantity
alter table public.orders alter column quantity drop default;

-- Undo: Change the type of public.orders.quantity from text to integer
alter table public.orders alter column quantity type text using quantity::text;

-- Undo: Drop the default of public.orders.quantity
alter table public.orders alter column quantity set default '1'::text;

-- Undo: Drop check at_least_one on public.orders
alter table public.orders add constraint at_least_one check (length(quantity) > 0);
