create table messages (id bigint primary key);
begin;
drop publication if exists supabase_realtime;
create publication supabase_realtime for all tables;
commit;
