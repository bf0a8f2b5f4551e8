create table messages (id bigint primary key, room text);
create table rooms (name text primary key);
alter publication supabase_realtime add table messages, only rooms;
alter publication supabase_realtime set (publish = 'insert, update');
