create table public.events (id bigint, at date) partition by range (at);
create table public.events_2025 partition of public.events for values from ('2025-01-01') to ('2026-01-01');
create table public.events_2026 partition of public.events for values from ('2026-01-01') to ('2027-01-01')
  partition by list (id);
create table public.events_2026_1 partition of public.events_2026 for values in (1);
create index events_id_idx on only public.events (id);
create index events_2025_id_idx on public.events_2025 (id);
alter index public.events_id_idx attach partition public.events_2025_id_idx;
create index events_at_idx on only public.events (at);
create index events_2026_at_idx on public.events_2026 (at);
alter index public.events_at_idx attach partition public.events_2026_at_idx;
create index on public.events (id, at);
alter table only public.events add constraint events_key unique (at, id);
alter table public.events_2025 add constraint events_2025_key unique (at, id);
alter index public.events_key attach partition public.events_2025_key;
