create schema shop;
create collation german from "C";
create type span as range (subtype = integer);
comment on type span is 'From and to';
create type shop.timerange as range (subtype = time, multirange_type_name = shop.times);
create type letters as range (subtype = text, subtype_opclass = text_pattern_ops, collation = german);
create function time_diff(x time, y time) returns float8 language sql immutable strict
  as 'select extract(epoch from (x - y))::float8';
create type hours as range (subtype = time, subtype_diff = time_diff);
create domain level as integer check (value > 0);
create type levels as range (subtype = level);
revoke all on type levels from public;
grant usage on type levels to authenticated;
create table opening (
  id bigint primary key,
  during span not null default span(1, 2),
  others span_multirange,
  several shop.timerange[],
  free shop.times,
  known hours,
  exclude using gist (during with &&)
);
create function covers(one span, other span_multirange) returns boolean language sql as 'select $1 <@ $2';
