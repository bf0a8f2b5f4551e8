create table public.events (
  id bigint,
  at date
)
partition by range (at);

revoke all on table public.events from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.events to anon, authenticated, service_role;

create table public.events_2025 partition of public.events (
  constraint events_2025_key unique (at, id)
)
for values from ('2025-01-01') to ('2026-01-01');

create index events_2025_id_idx on public.events_2025 (id);

revoke all on table public.events_2025 from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.events_2025 to anon, authenticated, service_role;

create table public.events_2026 partition of public.events
  for values from ('2026-01-01') to ('2027-01-01')
partition by list (id);

revoke all on table public.events_2026 from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.events_2026 to anon, authenticated, service_role;

create table public.events_2026_1 partition of public.events_2026
  for values in ('1');

revoke all on table public.events_2026_1 from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.events_2026_1 to anon, authenticated, service_role;

create index events_2026_at_idx on public.events_2026 (at);
create index events_id_at_idx on public.events (id, at);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_key UNIQUE (at, id);

CREATE INDEX events_id_idx ON ONLY public.events USING btree (id);
CREATE INDEX events_at_idx ON ONLY public.events USING btree (at);

ALTER INDEX public.events_id_idx ATTACH PARTITION public.events_2025_id_idx;
ALTER INDEX public.events_key ATTACH PARTITION public.events_2025_key;
ALTER INDEX public.events_at_idx ATTACH PARTITION public.events_2026_at_idx;
