create table amounts (id bigint primary key, amount integer);
create function add(state integer, value integer) returns integer language sql immutable as 'select state + value';
create aggregate total(integer) (sfunc = add, stype = integer, initcond = '0');
create aggregate largest(integer) (sfunc = int4larger, stype = integer);
create aggregate gone(integer) (sfunc = int4larger, stype = integer);
comment on aggregate total(integer) is 'Sum';
create view totals as select total(amount) as total, largest(amount) as largest from amounts;
