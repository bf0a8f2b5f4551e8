create schema "Shop ?";

create table "Shop ?".lines (
  id bigint not null,
  order_id bigint,
  constraint lines_pkey primary key (id)
);

revoke all on table "Shop ?".lines from anon, authenticated, service_role;

create table "Shop ?".parts (
  id bigint,
  region text
)
partition by list (region);

revoke all on table "Shop ?".parts from anon, authenticated, service_role;

create table public.base (
  id integer
);

revoke all on table public.base from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.base to anon, authenticated, service_role;

create table public.heir ()
inherits (public.base);

revoke all on table public.heir from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.heir to anon, authenticated, service_role;

create table public.orders (
  id bigint not null,
  "to ""tal" numeric not null,
  note text,
  constraint orders_pkey primary key (id)
);

revoke all on table public.orders from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.orders to anon, authenticated, service_role;

alter table "Shop ?".lines
  add constraint lines_order_id_fkey
  foreign key (order_id) references public.orders (id);

create publication "Ord ers"
  for table only public.base,
    table only public.heir,
    table only public.orders (id, "to ""tal") where (("to ""tal" > (0)::numeric) AND (id IS NOT NULL))
  with (publish = 'insert, delete', publish_via_partition_root = true);

comment on publication "Ord ers" is 'It''s for the warehouse';

create publication everything
  for all tables
  with (publish = '');

create publication mixed
  for table only public.orders,
    tables in schema "Shop ?";

create publication nothing;

create publication shop
  for tables in schema "Shop ?", public;
