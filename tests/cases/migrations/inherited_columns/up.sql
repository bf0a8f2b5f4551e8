-- case_expand
-- squawk-ignore-file ban-drop-not-null, ban-drop-view
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop view public.heights
drop view public.heights;

-- Change what table public.lakes inherits from
alter table public.lakes no inherit public.places;

-- Change what table public.rivers inherits from
alter table public.rivers inherit public.places;

-- Allow NULL in public.towns.note
alter table public.towns alter column note drop not null;

-- Change what table public.towns sets on inherited columns
alter table only public.towns alter column name set default NULL;
alter table only public.towns alter column id set statistics 400;

-- Refuse new NULLs in public.towns.id
alter table public.towns add constraint _towns_id_filled check (id is not null) not valid;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Validate constraint _towns_id_filled on public.towns
alter table public.towns validate constraint _towns_id_filled;

-- case_contract
-- squawk-ignore-file adding-not-nullable-field, ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Forbid NULL in public.towns.id, as its check has proven
alter table public.towns alter column id set not null;
alter table public.towns drop constraint _towns_id_filled;

-- case_expand_2
-- squawk-ignore-file ban-drop-table, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Keep the rows of public.hills
create temporary table _hills_rows as table only public.hills;

-- Drop table public.hills
drop table public.hills;

-- Create table public.hills
create table public.hills (
  height integer,
  constraint hills_pkey primary key (id)
)
inherits (public.places);
revoke all on table public.hills from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.hills to anon, authenticated, service_role;

-- Put the rows of public.hills back
insert into public.hills (height, id, name, note)
overriding system value
select height, id, name, note from pg_temp._hills_rows;
drop table pg_temp._hills_rows;

-- Create view public.heights
create view public.heights as
SELECT id,
    height
   FROM public.hills;
revoke all on table public.heights from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.heights to anon, authenticated, service_role;
