create type mood as enum ('good', 'bad');
create function distance(one mood, other mood) returns float8 language sql immutable as 'select 1::float8';
create type moods as range (subtype = mood);
create type span as range (subtype = integer);
comment on type span is 'Old';
create table stays (id bigint primary key, during span, others span_multirange);
