create table public.events (
  id bigint primary key,
  kind text,
  body text,
  constraint events_kind_key unique (kind) with (fillfactor = 70)
);
alter table public.events alter column kind set statistics 500;
alter table public.events alter column kind set (n_distinct = 12);
create index events_lower_idx on public.events (lower(kind), (id % 7));
alter index public.events_lower_idx alter column 1 set statistics 300;
alter table public.events cluster on events_lower_idx;
create materialized view public.kinds as select kind, count(*) as total from public.events group by kind;
alter materialized view public.kinds alter column kind set statistics 50;
create index kinds_kind_idx on public.kinds (kind);
create view public.bodies as select id, body from public.events;
