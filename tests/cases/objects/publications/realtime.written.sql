create table public.messages (
  id bigint not null,
  room text,
  constraint messages_pkey primary key (id)
);

revoke all on table public.messages from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.messages to anon, authenticated, service_role;

create table public.rooms (
  name text not null,
  constraint rooms_pkey primary key (name)
);

revoke all on table public.rooms from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.rooms to anon, authenticated, service_role;

alter publication supabase_realtime add table only public.messages;
alter publication supabase_realtime add table only public.rooms;
alter publication supabase_realtime set (publish = 'insert, update');
