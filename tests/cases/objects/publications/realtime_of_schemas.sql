create schema chat;
create table chat.messages (id bigint primary key);
alter publication supabase_realtime add tables in schema chat, public;
comment on publication supabase_realtime is 'What Realtime listens to';
