create collation german from "C";
create collation mixed (lc_collate = 'C', lc_ctype = 'POSIX');
comment on collation german is 'Sorted as it was';
create schema shop;
create collation shop."Of the shop" (locale = 'C');
create domain title as text collate german;
create type label as (text text collate german);
create table sorted (
  id bigint primary key,
  name text collate german,
  other text collate shop."Of the shop" not null
);
create index on sorted (other collate mixed);
