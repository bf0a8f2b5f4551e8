create collation german from "C";
create collation rough (locale = 'C');
create table names (id bigint primary key, name text collate german);
create index names_idx on names (name collate rough);
