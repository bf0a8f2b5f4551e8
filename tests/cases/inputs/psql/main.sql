\set ON_ERROR_STOP on
\set app shop
\set limit 100
\if :{?with_audit}
  \echo with audit
\else
  \set with_audit false
\endif
\timing on
\pset pager off
\! date
create schema :"app";
set search_path to :app, public;
\i tables/customers.sql
\ir tables/orders.sql
\if :with_audit
create table never (id int);
\elif :{?app}
create table audit (note text default :'app', at timestamptz default now());
\else
create table never_either (id int);
\endif
select count(*) > 0 as tables, 'orders' as main from pg_tables where schemaname = :'app' \gset stat_
\if :stat_tables
comment on table :stat_main is 'the main one';
\endif
select format('create index on %I.%I (%I)', :'app', table_name, column_name)
from information_schema.columns where table_schema = :'app' and column_name like '%\_id' order by 1
\gexec
\copy customers (id, name) from stdin with (format csv)
1,"Ada; it's her"
2,Grace
\.
insert into orders (customer_id, total) values (1, :limit), (2, 5);
alter table orders add constraint small check (total <= :limit);
select * from orders \gx
\unset limit
\q
create table after_the_end (id int);
