-- case_expand_2
-- squawk-ignore-file adding-serial-primary-key-field, ban-drop-table, ban-drop-view, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Create view public.heights
drop view public.heights;

-- Undo: Put the rows of public.hills back
create temporary table _hills_rows as table only public.hills;

-- Undo: Create table public.hills
drop table public.hills;

-- Undo: Drop table public.hills
create table public.hills (
  id bigint not null,
  name text default 'somewhere'::text,
  note text,
  height integer,
  constraint hills_pkey primary key (id)
);
revoke all on table public.hills from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.hills to anon, authenticated, service_role;

-- Undo: Keep the rows of public.hills
insert into public.hills (id, name, note, height)
overriding system value
select id, name, note, height from pg_temp._hills_rows;
drop table pg_temp._hills_rows;

-- case_contract
-- squawk-ignore-file ban-drop-not-null, constraint-missing-not-valid
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Forbid NULL in public.towns.id, as its check has proven
alter table public.towns alter column id drop not null;
alter table public.towns add constraint _towns_id_filled check (id is not null) not valid;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_expand
-- squawk-ignore-file adding-not-nullable-field, ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Refuse new NULLs in public.towns.id
alter table public.towns drop constraint _towns_id_filled;

-- Undo: Change what table public.towns sets on inherited columns
alter table only public.towns alter column id set statistics -1;
alter table only public.towns alter column name set default 'town'::text;

-- Undo: Allow NULL in public.towns.note
alter table public.towns alter column note set not null;

-- Undo: Change what table public.rivers inherits from
alter table public.rivers no inherit public.places;

-- Undo: Change what table public.lakes inherits from
alter table public.lakes inherit public.places;

-- Undo: Drop view public.heights
create view public.heights as
SELECT id,
    height
   FROM public.hills;
revoke all on table public.heights from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.heights to anon, authenticated, service_role;
