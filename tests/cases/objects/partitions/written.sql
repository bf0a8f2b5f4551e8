create table public.buckets (
  id integer,
  kind text collate "C"
)
partition by hash (id, kind);

revoke all on table public.buckets from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.buckets to anon, authenticated, service_role;

create table public.buckets_0 partition of public.buckets
  for values with (modulus 2, remainder 0);

revoke all on table public.buckets_0 from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.buckets_0 to anon, authenticated, service_role;

create table public.buckets_1 partition of public.buckets
  for values with (modulus 2, remainder 1);

revoke all on table public.buckets_1 from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.buckets_1 to anon, authenticated, service_role;

create table public.moments (
  at timestamp with time zone not null,
  value integer
)
partition by range ((at AT TIME ZONE 'utc'::text), value);

revoke all on table public.moments from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.moments to anon, authenticated, service_role;

create table public.joined (
  value integer,
  at timestamp with time zone constraint own_not_null not null
);

alter table public.moments attach partition public.joined for values from ('2026-01-02 00:00:00', 1) to ('2026-01-03 00:00:00', 1);

revoke all on table public.joined from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.joined to anon, authenticated, service_role;

create table public.moments_1 partition of public.moments
  for values from ('2026-01-01 00:00:00', 1) to ('2026-01-01 00:00:00', maxvalue);

revoke all on table public.moments_1 from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.moments_1 to anon, authenticated, service_role;

create table public.orders (
  id bigint not null generated always as identity,
  at date not null,
  region text not null,
  note text,
  constraint orders_key primary key (id, at, region)
)
partition by range (at);

revoke all on table public.orders from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.orders to anon, authenticated, service_role;

revoke all on sequence public.orders_id_seq from anon, authenticated, service_role;

grant update on sequence public.orders_id_seq to anon, authenticated, service_role;

create table public.orders_2025 (
  id bigint constraint orders_id_not_null not null,
  at date constraint orders_at_not_null not null,
  region text constraint orders_region_not_null not null,
  note text default 'old'::text,
  constraint noted check (note <> ''::text)
)
with (fillfactor = 90);

create index own_name on public.orders_2025 (note) include (region);

alter table public.orders attach partition public.orders_2025 for values from ('2025-01-01') to ('2026-01-01');

revoke all on table public.orders_2025 from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.orders_2025 to anon, authenticated, service_role;

comment on table public.orders_2025 is 'Last year';

create table public.orders_2026 partition of public.orders
  for values from ('2026-01-01') to ('2027-01-01')
partition by list (region);

revoke all on table public.orders_2026 from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.orders_2026 to anon, authenticated, service_role;

create table public.orders_2026_eu partition of public.orders_2026
  for values in ('de', 'fr', null);

revoke all on table public.orders_2026_eu from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.orders_2026_eu to anon, authenticated, service_role;

create table public.orders_2026_rest partition of public.orders_2026
  default;

revoke all on table public.orders_2026_rest from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.orders_2026_rest to anon, authenticated, service_role;

create table public.orders_early partition of public.orders
  for values from (minvalue) to ('2025-01-01');

revoke all on table public.orders_early from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.orders_early to anon, authenticated, service_role;

create table public.refers (
  order_id bigint,
  at date,
  region text
);

revoke all on table public.refers from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.refers to anon, authenticated, service_role;

create index orders_lower_idx on public.orders (lower(note))
  where (region = 'de'::text);

create index orders_note on public.orders (note) include (region);

create unique index orders_own on public.orders (region, at, id);

alter table public.refers
  add constraint refers_order_id_at_region_fkey
  foreign key (order_id, at, region) references public.orders (id, at, region);

alter table public.orders_2025 enable row level security;
