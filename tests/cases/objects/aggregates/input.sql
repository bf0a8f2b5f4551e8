create type pair as (count bigint, total numeric);
create function take(state pair, value numeric) returns pair language sql immutable
  as 'select (state.count + 1, state.total + value)::pair';
create function untake(state pair, value numeric) returns pair language sql immutable
  as 'select (state.count - 1, state.total - value)::pair';
create function join_pairs(one pair, other pair) returns pair language sql immutable
  as 'select (one.count + other.count, one.total + other.total)::pair';
create function mean(state pair) returns numeric language sql immutable as 'select state.total / nullif(state.count, 0)';
create aggregate mean(numeric) (
  sfunc = take, stype = pair, sspace = 40, finalfunc = mean, finalfunc_modify = shareable, combinefunc = join_pairs,
  initcond = '(0,0)', msfunc = take, minvfunc = untake, mstype = pair, mfinalfunc = mean, minitcond = '(0,0)',
  parallel = safe
);
comment on aggregate mean(numeric) is 'The mean';
revoke all on function mean(numeric) from public;
grant execute on function mean(numeric) to authenticated with grant option;
create aggregate how_many(*) (sfunc = int8inc, stype = bigint, initcond = '0');
create aggregate biggest(value integer) (sfunc = int4larger, stype = integer, sortop = operator(pg_catalog.>));
create schema shop;
create function shop.collect(state float8[], value float8) returns float8[] language sql immutable
  as 'select array_append(state, value)';
create function shop.pick(state float8[], fraction float8) returns float8 language sql immutable
  as 'select state[ceil(fraction * cardinality(state))::int]';
create aggregate shop."Middle"(fraction float8 order by float8) (
  sfunc = shop.collect, stype = float8[], initcond = '{}', finalfunc = shop.pick, finalfunc_modify = read_only
);
create aggregate shop.place(float8 order by float8) (
  sfunc = shop.collect, stype = float8[], initcond = '{}', finalfunc = shop.pick, hypothetical
);
create aggregate shop.longest(variadic text[]) (sfunc = pg_catalog.array_larger, stype = text[]);
create table amounts (id bigint primary key, amount numeric);
create view means as select mean(amount) as amount, how_many(*) from amounts;
create function of_all() returns numeric language sql begin atomic select mean(amount) from amounts; end;
