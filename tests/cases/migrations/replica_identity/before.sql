create table readings (id bigint not null, sensor bigint not null, place text, value integer);
create unique index readings_known on readings (id);
alter table readings replica identity using index readings_known;
create publication readings_out for table readings (id, sensor, place) where (value > 3) with (publish = 'insert');
