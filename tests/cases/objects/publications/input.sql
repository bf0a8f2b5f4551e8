create schema "Shop ?";
create table orders (id bigint primary key, "to ""tal" numeric not null, note text);
create table "Shop ?".lines (id bigint primary key, order_id bigint references orders);
create table "Shop ?".parts (id bigint, region text) partition by list (region);
create table base (id int);
create table heir () inherits (base);
create publication "Ord ers" for table orders (id, "to ""tal") where ("to ""tal" > 0 and id is not null), base
  with (publish = 'insert, delete', publish_via_partition_root = true);
comment on publication "Ord ers" is 'It''s for the warehouse';
create publication shop for tables in schema "Shop ?", public;
create publication mixed for table orders, tables in schema "Shop ?";
create publication everything for all tables with (publish = '');
create publication nothing;
