create schema shop;
create table orders (id bigint primary key, total numeric not null, note text);
create table shop.lines (id bigint primary key);
create table gone (id int);
create publication feed for table orders (id, total) where (total > 0), gone with (publish = 'insert');
create publication shifted for tables in schema shop;
create publication every for table orders;
create publication dropped;
alter publication supabase_realtime add table orders;
