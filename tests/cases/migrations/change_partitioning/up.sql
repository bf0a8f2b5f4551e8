-- case
-- squawk-ignore-file ban-drop-table, ban-drop-view, prefer-bigint-over-int, require-concurrent-index-creation
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Disable row-level security on public.events
alter table public.events disable row level security;

-- Drop policy readers on public.events
drop policy readers on public.events;

-- Drop view public.names
drop view public.names;

-- Keep the rows of public.events
create temporary table _events_rows as table only public.events;

-- Drop table public.events
drop table public.events;

-- Create table public.events
create sequence public.events_id_seq as integer;
create table public.events (
  id integer not null default nextval('public.events_id_seq'::regclass),
  day date not null,
  name text,
  constraint events_pkey primary key (id, day)
)
partition by range (day);
alter sequence public.events_id_seq owned by public.events.id;
revoke all on sequence public.events_id_seq from anon, authenticated, service_role;
grant update on sequence public.events_id_seq to anon, authenticated, service_role;
revoke all on table public.events from anon, authenticated, service_role;
grant select, truncate, references, trigger, maintain on table public.events to anon;
grant truncate, references, trigger, maintain on table public.events to authenticated, service_role;

-- Create table public.events_2025
create table public.events_2025 partition of public.events
  for values from ('2025-01-01') to ('2026-01-01');
revoke all on table public.events_2025 from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.events_2025 to anon, authenticated, service_role;

-- Create table public.events_2026
create table public.events_2026 partition of public.events
  for values from ('2026-01-01') to ('2027-01-01');
revoke all on table public.events_2026 from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.events_2026 to anon, authenticated, service_role;

-- Put the rows of public.events back
insert into public.events (id, day, name)
overriding system value
select id, day, name from pg_temp._events_rows;
drop table pg_temp._events_rows;
select pg_catalog.setval('public.events_id_seq', max(id))
from public.events having max(id) > 0;

-- Create index events_name_idx on public.events
create index events_name_idx on public.events (name);

-- Create view public.names
create view public.names as
SELECT name
   FROM public.events;
revoke all on table public.names from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.names to anon, authenticated, service_role;

-- Create policy readers on public.events
create policy readers on public.events
  for select
  to anon
  using (name <> ''::text);

-- Enable row-level security on public.events
alter table public.events enable row level security;

-- Keep the rows of public.places
create temporary table _places_rows as table public.places;

-- Drop table public.places_1
drop table public.places_1;

-- Drop table public.places_other
drop table public.places_other;

-- Drop table public.places
drop table public.places;

-- Create table public.places
create table public.places (
  id bigint not null generated always as identity,
  region integer not null,
  size integer generated always as (region * 2) stored
);
revoke all on table public.places from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.places to anon, authenticated, service_role;
revoke all on sequence public.places_id_seq from anon, authenticated, service_role;
grant update on sequence public.places_id_seq to anon, authenticated, service_role;

-- Put the rows of public.places back
insert into public.places (id, region)
overriding system value
select id, region from pg_temp._places_rows;
drop table pg_temp._places_rows;
select pg_catalog.setval(pg_catalog.pg_get_serial_sequence('public.places', 'id'), max(id))
from public.places having max(id) > 0;
