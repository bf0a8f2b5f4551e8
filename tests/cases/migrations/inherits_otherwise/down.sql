-- case
-- squawk-ignore-file adding-serial-primary-key-field, ban-drop-table, constraint-missing-not-valid, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Put the rows of public.towns back
create temporary table _towns_rows as table only public.towns;

-- Undo: Create table public.towns
drop table public.towns;

-- Undo: Drop table public.towns
create table public.towns (
  mayor text
)
inherits (public.places);
revoke all on table public.towns from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.towns to anon, authenticated, service_role;

-- Undo: Keep the rows of public.towns
insert into public.towns (mayor, id, size)
overriding system value
select mayor, id, size from pg_temp._towns_rows;
drop table pg_temp._towns_rows;

-- Undo: Put the rows of public.rivers back
create temporary table _rivers_rows as table only public.rivers;

-- Undo: Create table public.rivers
drop table public.rivers;

-- Undo: Drop table public.rivers
create table public.rivers (
  length integer
)
inherits (public.places, public.named);
revoke all on table public.rivers from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.rivers to anon, authenticated, service_role;

-- Undo: Keep the rows of public.rivers
insert into public.rivers (length, id, name)
overriding system value
select length, id, name from pg_temp._rivers_rows;
drop table pg_temp._rivers_rows;

-- Undo: Put the rows of public.lakes back
create temporary table _lakes_rows as table only public.lakes;

-- Undo: Create table public.lakes
drop table public.lakes;

-- Undo: Drop table public.lakes
create table public.lakes (
  depth integer
)
inherits (public.places);
alter table public.lakes add constraint lakes_pkey primary key (id);
revoke all on table public.lakes from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.lakes to anon, authenticated, service_role;

-- Undo: Keep the rows of public.lakes
insert into public.lakes (depth, id, size)
overriding system value
select depth, id, size from pg_temp._lakes_rows;
drop table pg_temp._lakes_rows;

-- Undo: Put the rows of public.hills back
create temporary table _hills_rows as table only public.hills;

-- Undo: Create table public.hills
drop table public.hills;

-- Undo: Drop table public.hills
create table public.hills (
  id bigint not null,
  size integer,
  height integer
);
revoke all on table public.hills from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.hills to anon, authenticated, service_role;

-- Undo: Keep the rows of public.hills
insert into public.hills (id, size, height)
overriding system value
select id, size, height from pg_temp._hills_rows;
drop table pg_temp._hills_rows;

-- Undo: Set the default of public.places.size
alter table public.places alter column size set default 3;
alter table public.moors alter column size set default 7;
