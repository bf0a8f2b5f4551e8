create schema chat;

create table chat.messages (
  id bigint not null,
  constraint messages_pkey primary key (id)
);

revoke all on table chat.messages from anon, authenticated, service_role;

alter publication supabase_realtime add tables in schema chat, public;

comment on publication supabase_realtime is 'What Realtime listens to';
