-- case_contract
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop statistics public.gone
drop statistics public.gone;

-- case_expand
-- squawk-ignore-file ban-drop-view, changing-column-type
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop statistics public.lower_city
drop statistics public.lower_city;

-- Drop rule logged on public.orders
drop rule logged on public.orders;

-- Drop rule through on public.totals
drop rule through on public.totals;

-- Drop view public.totals
drop view public.totals;

-- Change the type of public.orders.total from integer to bigint
alter table public.orders alter column total type bigint;

-- Create view public.totals
create view public.totals as
SELECT id,
    total
   FROM public.orders;
revoke all on table public.totals from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.totals to anon, authenticated, service_role;

-- Create rule logged on public.orders
create rule logged as
  on update to public.orders
  where (old.total <> new.total)
  do INSERT INTO public.log (what)
  VALUES (('changed '::text || new.zip));

-- Create rule noted on public.orders
create rule noted as
  on insert to public.orders
  do NOTIFY orders;

-- Create rule through on public.totals
create rule through as
  on update to public.totals
  do instead UPDATE public.orders SET total = new.total
  WHERE (orders.id = old.id);

-- Disable rule kept on public.orders
alter table public.orders disable rule kept;

-- Create statistics public.lower_city
create statistics public.lower_city
  on zip, (lower(city)) from public.orders;

-- Create statistics public.new_one
create statistics public.new_one (dependencies)
  on zip, total from public.orders;

-- Alter statistics public.places
alter statistics public.places set statistics 200;

-- Set the comment on kept on public.orders
comment on rule kept on public.orders is 'Orders stay';

-- Set the comment on public.places
comment on statistics public.places is 'City follows from zip';
