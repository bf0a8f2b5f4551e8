create unlogged sequence one increment 2;
create sequence two;
create table t (id bigserial primary key);
alter sequence t_id_seq set unlogged;
create unlogged sequence fresh;
