-- case
-- squawk-ignore-file ban-drop-table, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Set the default of public.places.size
alter table public.places alter column size set default 5;
alter table public.moors alter column size set default 7;

-- Keep the rows of public.hills
create temporary table _hills_rows as table only public.hills;

-- Drop table public.hills
drop table public.hills;

-- Create table public.hills
create table public.hills (
  height integer
)
inherits (public.places);
revoke all on table public.hills from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.hills to anon, authenticated, service_role;

-- Put the rows of public.hills back
insert into public.hills (height, id, size)
overriding system value
select height, id, size from pg_temp._hills_rows;
drop table pg_temp._hills_rows;

-- Keep the rows of public.lakes
create temporary table _lakes_rows as table only public.lakes;

-- Drop table public.lakes
drop table public.lakes;

-- Create table public.lakes
create table public.lakes (
  depth integer
)
inherits (public.places, public.named);
alter table public.lakes add constraint lakes_pkey primary key (id);
revoke all on table public.lakes from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.lakes to anon, authenticated, service_role;

-- Put the rows of public.lakes back
insert into public.lakes (depth, id, size)
overriding system value
select depth, id, size from pg_temp._lakes_rows;
drop table pg_temp._lakes_rows;

-- Keep the rows of public.rivers
create temporary table _rivers_rows as table only public.rivers;

-- Drop table public.rivers
drop table public.rivers;

-- Create table public.rivers
create table public.rivers (
  length integer
)
inherits (public.named);
revoke all on table public.rivers from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.rivers to anon, authenticated, service_role;

-- Put the rows of public.rivers back
insert into public.rivers (length, id, name)
overriding system value
select length, id, name from pg_temp._rivers_rows;
drop table pg_temp._rivers_rows;

-- Keep the rows of public.towns
create temporary table _towns_rows as table only public.towns;

-- Drop table public.towns
drop table public.towns;

-- Create table public.towns
create table public.towns (
  id bigint not null,
  size integer,
  mayor text
);
revoke all on table public.towns from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.towns to anon, authenticated, service_role;

-- Put the rows of public.towns back
insert into public.towns (id, size, mayor)
overriding system value
select id, size, mayor from pg_temp._towns_rows;
drop table pg_temp._towns_rows;
