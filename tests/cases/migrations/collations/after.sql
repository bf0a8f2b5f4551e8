create collation german from "C";
comment on collation german is 'Sorted';
create collation rough (locale = 'POSIX');
create table names (id bigint primary key, name text collate german);
create index names_idx on names (name collate rough);
