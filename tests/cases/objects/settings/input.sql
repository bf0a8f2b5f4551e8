-- What ANALYZE, CLUSTER and storage are told about columns, keys and indexes.
create table readings (
  id bigint constraint readings_pkey primary key with (fillfactor = 70),
  device text,
  body text,
  taken date,
  constraint once unique (device, taken) include (body) with (fillfactor = 50, deduplicate_items = off) deferrable
);
alter table readings alter device set statistics 500, alter device set (n_distinct = 40, n_distinct_inherited = -0.5);
alter table readings alter taken set statistics 0, alter body set storage external, alter body set compression pglz;
create index by_day on readings ((taken + 1), device, lower(body));
alter index by_day alter column 1 set statistics 9;
alter index by_day alter column 3 set statistics 10000;
alter table readings cluster on by_day;

create table spans (at int, constraint apart exclude using gist (int4range(at, at + 1) with &&) with (fillfactor = 77));
alter table spans cluster on apart;

create materialized view days as select device, body, taken from readings;
create index days_taken on days (taken);
alter materialized view days cluster on days_taken;
alter materialized view days alter column device set statistics 6, alter column device set (n_distinct = 2);
alter materialized view days alter column body set storage external;

create view recent as select device, body from readings;
alter view recent alter column body set default 'nothing' || ' yet';

create table parts (at int, kind text, primary key (at) with (fillfactor = 80)) partition by range (at);
create table parts_1 partition of parts for values from (1) to (10);
create table parts_2 partition of parts for values from (10) to (20);
create index parts_double on parts ((at * 2));
alter table parts_2 alter kind set statistics 12;
alter index parts_2_pkey set (fillfactor = 30);
alter index parts_1_expr_idx alter column 1 set statistics 3;
alter index parts_2_expr_idx set (fillfactor = 44);

create table twice (at int);
alter table twice add constraint once_more unique (at) with (fillfactor = 40), add constraint and_again unique (at);
