create sequence plain as smallint start 5 increment -1 minvalue -9 maxvalue 9 cycle;
create unlogged sequence fast;
create unlogged table usual (id serial primary key);
create unlogged table odd (id serial primary key);
alter sequence odd_id_seq set logged;
create table strange (id bigserial primary key);
alter sequence strange_id_seq set unlogged;
grant usage on sequence fast to authenticated;
comment on sequence fast is 'Lost in a crash';
