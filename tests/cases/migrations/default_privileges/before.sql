create schema shop;
alter default privileges in schema public grant select on tables to dashboard_user;
alter default privileges in schema shop grant select, insert on tables to dashboard_user with grant option;
alter default privileges grant execute on functions to dashboard_user;
create table t (id int);
create table gone (id int);
