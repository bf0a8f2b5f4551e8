create type mood as enum ('good', 'bad');
create function distance(one mood, other mood) returns float8 language sql immutable as 'select 1::float8';
create type moods as range (subtype = mood, subtype_diff = distance);
create type span as range (subtype = integer, multirange_type_name = spans);
comment on type span is 'New';
grant usage on type span to anon;
create type letters as range (subtype = text);
create table stays (id bigint primary key, during span, others spans);
