-- case_expand
-- squawk-ignore-file ban-drop-view, changing-column-type, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Set the comment on public.places
comment on statistics public.places is null;

-- Undo: Set the comment on kept on public.orders
comment on rule kept on public.orders is null;

-- Undo: Alter statistics public.places
alter statistics public.places set statistics -1;

-- Undo: Create statistics public.new_one
drop statistics public.new_one;

-- Undo: Create statistics public.lower_city
drop statistics public.lower_city;

-- Undo: Disable rule kept on public.orders
alter table public.orders enable rule kept;

-- Undo: Create rule through on public.totals
drop rule through on public.totals;

-- Undo: Create rule noted on public.orders
drop rule noted on public.orders;

-- Undo: Create rule logged on public.orders
drop rule logged on public.orders;

-- Undo: Create view public.totals
drop view public.totals;

-- Undo: Change the type of public.orders.total from integer to bigint
alter table public.orders alter column total type integer using total::integer;

-- Undo: Drop view public.totals
create view public.totals as
SELECT id,
    total
   FROM public.orders;
revoke all on table public.totals from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.totals to anon, authenticated, service_role;

-- Undo: Drop rule through on public.totals
create rule through as
  on update to public.totals
  do instead UPDATE public.orders SET total = new.total
  WHERE (orders.id = old.id);

-- Undo: Drop rule logged on public.orders
create rule logged as
  on update to public.orders
  where (old.total <> new.total)
  do INSERT INTO public.log (what)
  VALUES (('changed '::text || new.city));

-- Undo: Drop statistics public.lower_city
create statistics public.lower_city
  on (lower(city)) from public.orders;

-- case_contract
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop statistics public.gone
create statistics public.gone (mcv)
  on city, total from public.orders;
