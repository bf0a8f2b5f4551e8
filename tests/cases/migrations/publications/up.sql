-- case_contract
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop publication dropped
drop publication dropped;

-- case_expand
-- squawk-ignore-file ban-drop-table, changing-column-type, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop publication every
drop publication every;

-- Drop publication feed
drop publication feed;

-- Create table public.fresh
create table public.fresh (
  id integer not null,
  label text,
  constraint fresh_pkey primary key (id)
);
revoke all on table public.fresh from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.fresh to anon, authenticated, service_role;

-- Change the type of public.orders.total from numeric to bigint
alter table public.orders alter column total type bigint using total::bigint;

-- Create publication every
create publication every
  for all tables;
comment on publication every is 'All of it';

-- Create publication feed
create publication feed
  for table only public.fresh,
    table only public.orders (id, note)
  with (publish_via_partition_root = true);

-- Create publication made
create publication made
  for table only public.fresh where (label IS NOT NULL);

-- Alter publication shifted
alter publication shifted drop tables in schema shop;
alter publication shifted add table only shop.lines;
alter publication shifted add tables in schema public;

-- Alter publication supabase_realtime
alter publication supabase_realtime drop table only public.orders;
alter publication supabase_realtime add table only public.fresh;
alter publication supabase_realtime set (publish = 'insert, update, delete');

-- case_contract_2
-- squawk-ignore-file ban-drop-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop table public.gone
drop table public.gone;
