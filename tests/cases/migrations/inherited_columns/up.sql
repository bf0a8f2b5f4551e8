-- case
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Keep the rows of public.hills
create temporary table _hills_rows as table only public.hills;

-- Drop view public.heights
drop view public.heights;

-- Change what table public.lakes inherits from
alter table public.lakes no inherit public.places;

-- Change what table public.rivers inherits from
alter table public.rivers inherit public.places;

-- Forbid NULL in public.towns.id
alter table public.towns alter column id set not null;

-- Allow NULL in public.towns.note
alter table public.towns alter column note drop not null;

-- Change what table public.towns sets on inherited columns
alter table only public.towns alter column name set default NULL;
alter table only public.towns alter column id set statistics 400;

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
