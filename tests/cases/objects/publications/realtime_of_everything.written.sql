create table public.messages (
  id bigint not null,
  constraint messages_pkey primary key (id)
);

revoke all on table public.messages from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.messages to anon, authenticated, service_role;

drop publication supabase_realtime;

create publication supabase_realtime for all tables;
