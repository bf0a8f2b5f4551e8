create sequence one;
create unlogged sequence two;
create table t (id bigserial primary key);
create unlogged sequence gone;
