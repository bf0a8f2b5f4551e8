-- case_contract_2
-- squawk-ignore-file prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop table public.gone
create table public.gone (
  id integer
);
revoke all on table public.gone from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.gone to anon, authenticated, service_role;

-- case_expand
-- squawk-ignore-file ban-drop-table, changing-column-type
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Alter publication supabase_realtime
alter publication supabase_realtime drop table only public.fresh;
alter publication supabase_realtime add table only public.orders;
alter publication supabase_realtime set (publish = 'insert, update, delete, truncate');

-- Undo: Alter publication shifted
alter publication shifted drop table only shop.lines;
alter publication shifted drop tables in schema public;
alter publication shifted add tables in schema shop;

-- Undo: Create publication made
drop publication made;

-- Undo: Create publication feed
drop publication feed;

-- Undo: Create publication every
drop publication every;

-- Undo: Change the type of public.orders.total from numeric to bigint
alter table public.orders alter column total type numeric;

-- Undo: Create table public.fresh
drop table public.fresh;

-- Undo: Drop publication feed
create publication feed
  for table only public.gone,
    table only public.orders (id, total) where (total > (0)::numeric)
  with (publish = 'insert');

-- Undo: Drop publication every
create publication every
  for table only public.orders;

-- case_contract
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop publication dropped
create publication dropped;
