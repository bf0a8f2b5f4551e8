create table public.events (
  id bigint primary key,
  kind text,
  body text,
  constraint events_kind_key unique (kind) with (fillfactor = 90)
);
alter table public.events alter column kind set (n_distinct = -0.5);
alter table public.events alter column body set statistics 0;
create index events_lower_idx on public.events (lower(kind), (id % 7));
alter index public.events_lower_idx alter column 1 set statistics 100;
alter index public.events_lower_idx alter column 2 set statistics 200;
alter table public.events cluster on events_kind_key;
create materialized view public.kinds as select kind, count(*) as total from public.events group by kind;
alter materialized view public.kinds alter column total set statistics 60;
create index kinds_kind_idx on public.kinds (kind);
alter materialized view public.kinds cluster on kinds_kind_idx;
create view public.bodies as select id, body from public.events;
alter view public.bodies alter column body set default 'nothing'::text;
