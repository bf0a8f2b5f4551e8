-- Conversations and messages: who takes part in a conversation reads it, everybody writes in their own name.

create schema private;
comment on schema private is 'Helpers for policies and triggers. Not exposed by the API.';

create function private.set_updated_at() returns trigger language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end;
$$;
comment on function private.set_updated_at() is 'Trigger: stamps updated_at, whatever the client sent.';
revoke all on function private.set_updated_at() from public, anon, authenticated, service_role;

create type public.participant_role as enum ('moderator', 'participant');
comment on type public.participant_role is 'What somebody may do inside one conversation, strongest first.';

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  display_name text not null check (char_length(display_name) between 1 and 80),
  avatar_url text check (avatar_url ~ '^https://'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.profiles is 'One person, as the others in a conversation see them.';

create table public.conversations (
  id uuid primary key default gen_random_uuid(),
  topic text not null check (char_length(topic) between 1 and 200),
  closed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.conversations is 'Something people talk about. A server opens it together with its first moderator.';
comment on column public.conversations.closed_at is 'When it was closed; empty while people may write.';

create table public.participants (
  user_id uuid not null references public.profiles (id) on delete cascade,
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  role public.participant_role not null default 'participant',
  created_at timestamptz not null default now(),
  primary key (user_id, conversation_id)
);
comment on table public.participants is 'Who takes part in which conversation.';
create index participants_conversation_id_idx on public.participants (conversation_id);

create table public.read_marks (
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  read_until timestamptz not null default now(),
  primary key (user_id, conversation_id)
);
comment on table public.read_marks is 'How far somebody has read. Nobody else''s business.';
create index read_marks_conversation_id_idx on public.read_marks (conversation_id);

create table public.messages (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  author_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  body text not null check (char_length(body) between 1 and 10000),
  edited_at timestamptz,
  created_at timestamptz not null default now(),
  unique (conversation_id, id)
);
comment on table public.messages is 'What somebody said in a conversation.';
create index messages_conversation_id_created_at_idx on public.messages (conversation_id, created_at);
create index messages_author_id_idx on public.messages (author_id);

create table public.reactions (
  conversation_id uuid not null,
  message_id uuid not null,
  author_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  emoji text not null check (char_length(emoji) between 1 and 16),
  created_at timestamptz not null default now(),
  primary key (message_id, author_id, emoji),
  foreign key (conversation_id, message_id) references public.messages (conversation_id, id) on delete cascade
);
comment on table public.reactions is 'A short answer to a message.';
create index reactions_message_idx on public.reactions (conversation_id, message_id);
create index reactions_author_id_idx on public.reactions (author_id);

create trigger set_updated_at before update on public.profiles
  for each row execute function private.set_updated_at();
create trigger set_updated_at before update on public.conversations
  for each row execute function private.set_updated_at();
