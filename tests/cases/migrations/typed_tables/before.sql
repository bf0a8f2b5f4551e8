create type measure as (id integer, value integer, unit text);
create table readings of measure (primary key (id));
