-- Extended statistics: kinds, columns and expressions, targets, other schemas, names in need of quotes.
create schema plans;
create table visits (id bigint, city text, zip text, at timestamp, "Odd, name" int);
create statistics visits_all on city, zip from visits;
create statistics plans.some (ndistinct, mcv) on city, zip, id from visits;
create statistics "Up, per" (dependencies) on "Odd, name", id from visits;
create statistics one_expression on (lower(city)) from visits;
create statistics "both" (mcv) on zip, (date_trunc('day', at)), ("Odd, name" % 7) from visits;
alter statistics plans.some set statistics 500;
alter statistics "both" set statistics 0;
comment on statistics visits_all is 'City follows from zip';
create table parts (at int, kind text) partition by range (at);
create statistics parts_kinds on at, kind from parts;
create materialized view kept as select city, zip from visits;
