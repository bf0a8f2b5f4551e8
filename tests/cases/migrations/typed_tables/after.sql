create type measure as (id integer, value bigint, taken_at timestamptz);
create table readings of measure (primary key (id));
