create table amounts (id bigint primary key, amount integer);
create function add(state integer, value integer) returns integer language sql immutable as 'select state + value';
create aggregate total(integer) (sfunc = add, stype = integer, initcond = '0', combinefunc = add, parallel = safe);
create function larger(state bigint, value integer) returns bigint language sql immutable
  as 'select greatest(state, value)';
create aggregate largest(integer) (sfunc = larger, stype = bigint);
comment on aggregate total(integer) is 'The sum';
grant execute on function total(integer) to anon;
create view totals as select total(amount) as total, largest(amount) as largest from amounts;
