-- case
-- squawk-ignore-file adding-serial-primary-key-field, ban-drop-table, ban-drop-view, prefer-bigint-over-int, require-concurrent-index-creation, require-concurrent-index-deletion
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Put the rows of public.places back
create temporary table _places_rows as table only public.places;

-- Undo: Create table public.places
drop table public.places;

-- Undo: Drop table public.places
create table public.places (
  id bigint not null generated always as identity,
  region integer not null,
  size integer generated always as (region * 2) stored
)
partition by list (region);
revoke all on table public.places from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.places to anon, authenticated, service_role;
revoke all on sequence public.places_id_seq from anon, authenticated, service_role;
grant update on sequence public.places_id_seq to anon, authenticated, service_role;

-- Undo: Drop table public.places_other
create table public.places_other partition of public.places
  default;
revoke all on table public.places_other from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.places_other to anon, authenticated, service_role;

-- Undo: Drop table public.places_1
create table public.places_1 partition of public.places
  for values in (1);
revoke all on table public.places_1 from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.places_1 to anon, authenticated, service_role;

-- Undo: Keep the rows of public.places
insert into public.places (id, region)
overriding system value
select id, region from pg_temp._places_rows;
drop table pg_temp._places_rows;
select pg_catalog.setval(pg_catalog.pg_get_serial_sequence('public.places', 'id'), max(id))
from public.places having max(id) > 0;

-- Undo: Enable row-level security on public.events
alter table public.events disable row level security;

-- Undo: Create policy readers on public.events
drop policy readers on public.events;

-- Undo: Create view public.names
drop view public.names;

-- Undo: Create index events_name_idx on public.events
drop index public.events_name_idx;

-- Undo: Put the rows of public.events back
create temporary table _events_rows as table public.events;

-- Undo: Create table public.events_2026
drop table public.events_2026;

-- Undo: Create table public.events_2025
drop table public.events_2025;

-- Undo: Create table public.events
drop table public.events;

-- Undo: Drop table public.events
create sequence public.events_id_seq as integer;
create table public.events (
  id integer not null default nextval('public.events_id_seq'::regclass),
  day date not null,
  name text,
  constraint events_pkey primary key (id)
);
alter sequence public.events_id_seq owned by public.events.id;
revoke all on sequence public.events_id_seq from anon, authenticated, service_role;
grant update on sequence public.events_id_seq to anon, authenticated, service_role;
revoke all on table public.events from anon, authenticated, service_role;
grant select, truncate, references, trigger, maintain on table public.events to anon;
grant truncate, references, trigger, maintain on table public.events to authenticated, service_role;
create index events_name_idx on public.events (name);

-- Undo: Keep the rows of public.events
insert into public.events (id, day, name)
overriding system value
select id, day, name from pg_temp._events_rows;
drop table pg_temp._events_rows;
select pg_catalog.setval('public.events_id_seq', max(id))
from public.events having max(id) > 0;

-- Undo: Drop view public.names
create view public.names as
SELECT name
   FROM public.events;
revoke all on table public.names from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.names to anon, authenticated, service_role;

-- Undo: Drop policy readers on public.events
create policy readers on public.events
  for select
  to anon
  using (name <> ''::text);

-- Undo: Disable row-level security on public.events
alter table public.events enable row level security;
