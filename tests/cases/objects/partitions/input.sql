-- Partitioned tables: strategies, sub-partitions, attached indexes and keys under names of their own.
create table orders (id bigint generated always as identity, at date not null, region text not null, note text,
  constraint orders_key primary key (id, at, region)) partition by range (at);
create table orders_2026 partition of orders for values from ('2026-01-01') to ('2027-01-01') partition by list (region);
create table orders_2026_eu partition of orders_2026 for values in ('de', 'fr', null);
create table orders_2026_rest partition of orders_2026 default;
create table orders_2025 partition of orders (note default 'old', constraint noted check (note <> '')) for values from ('2025-01-01') to ('2026-01-01')
  with (fillfactor = 90);
create table orders_early partition of orders for values from (minvalue) to ('2025-01-01');
create index orders_note on orders (note) include (region);
create index on orders (lower(note)) where region = 'de';
create unique index orders_own on orders (region, at, id);
alter index orders_2025_note_region_idx rename to own_name;
create table buckets (id int, kind text collate "C") partition by hash (id, kind);
create table buckets_0 partition of buckets for values with (modulus 2, remainder 0);
create table buckets_1 partition of buckets for values with (modulus 2, remainder 1);
create table moments (at timestamptz not null, value int) partition by range ((at at time zone 'utc'), value int4_ops);
create table moments_1 partition of moments for values from ('2026-01-01', 1) to ('2026-01-01', maxvalue);
create table joined (value int, extra_gone int, at timestamptz constraint own_not_null not null);
alter table joined drop column extra_gone;
alter table moments attach partition joined for values from ('2026-01-02', 1) to ('2026-01-03', 1);
create table refers (order_id bigint, at date, region text, foreign key (order_id, at, region) references orders);
comment on table orders_2025 is 'Last year';
alter table orders_2025 enable row level security;
