create schema shop;
alter default privileges in schema public grant insert on tables to supabase_read_only_user;
alter default privileges in schema shop grant select, delete on tables to dashboard_user;
alter default privileges revoke execute on functions from public;
create table t (id int);
revoke all on table t from supabase_read_only_user;
grant select on table t to dashboard_user;
create table made (id int);
create function made() returns int language sql return 1;
