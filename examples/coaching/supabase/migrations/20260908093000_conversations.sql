-- Coaching: conversations between two members of a company, and their messages, which grow without end.
set local lock_timeout = '4s';

create type public.conversation_status as enum ('open', 'closed');
comment on type public.conversation_status is 'A closed conversation can be read and no longer written.';

create table public.conversations (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null references public.companies (id) on delete cascade,
  coach_id uuid,
  coachee_id uuid,
  topic text not null check (char_length(topic) between 1 and 200),
  status public.conversation_status not null default 'open',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint conversations_have_two_people check (coach_id <> coachee_id),
  -- Together with company_id, so both people are members of that very company, always.
  constraint conversations_coach_fkey foreign key (coach_id, company_id)
    references public.company_users (user_id, company_id) on delete set null (coach_id),
  constraint conversations_coachee_fkey foreign key (coachee_id, company_id)
    references public.company_users (user_id, company_id) on delete set null (coachee_id)
);
comment on table public.conversations is
  'A confidential conversation between a coach and a coachee. The company sees that it exists, not what is said.';
comment on column public.conversations.coach_id is 'Who coaches; empty once that person has left the company.';
comment on column public.conversations.coachee_id is 'Who is coached; empty once that person has left the company.';
create index conversations_company_id_created_at_idx on public.conversations (company_id, created_at desc);
create index conversations_coach_id_idx on public.conversations (coach_id, company_id);
create index conversations_coachee_id_idx on public.conversations (coachee_id, company_id);

create trigger set_updated_at before update on public.conversations
  for each row execute function private.set_updated_at();

create table public.messages (
  id bigint generated always as identity,
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  author_id uuid references public.profiles (id) on delete set null,
  body text not null check (char_length(body) between 1 and 20000),
  sent_at timestamptz not null default now(),
  primary key (id, sent_at)
) partition by range (sent_at);
comment on table public.messages is
  'What was said. Append-only and high volume: partitioned by month, so old months can be detached and archived.';
comment on column public.messages.author_id is 'Empty once the author''s account is gone; the message stays.';
comment on column public.messages.sent_at is 'Set by the server. The partition key, hence part of the primary key.';
create index messages_conversation_id_sent_at_idx on public.messages (conversation_id, sent_at desc);
create index messages_author_id_idx on public.messages (author_id);

-- Policies of the parent do not protect a partition that is read by its own name. So partitions live in private, nobody
-- is granted anything on them, and each is shut by a policy of its own. One function does it, so none can be forgotten.
create function private.add_message_partition(first_day date) returns void
  language plpgsql set search_path = '' set timezone = 'UTC' as $$
declare
  partition constant text := 'messages_' || to_char(first_day, 'YYYY_MM');
begin
  if first_day is null or first_day <> date_trunc('month', first_day::timestamp)::date then
    raise exception 'A partition starts on the first day of a month, not on %', first_day using errcode = '22023';
  end if;
  execute format(
    'create table private.%I partition of public.messages for values from (%L) to (%L)',
    partition, first_day::timestamptz, (first_day + interval '1 month')::timestamptz
  );
  execute format(
    'comment on table private.%I is %L', partition, 'Messages of ' || to_char(first_day, 'YYYY-MM') || '.'
  );
  perform private.shut_partition(partition);
end;
$$;
comment on function private.add_message_partition(date) is
  'Adds the partition of one month, shut to direct access. Scheduled monthly, one month ahead.';

create function private.shut_partition(partition text) returns void
  language plpgsql set search_path = '' as $$
begin
  execute format('alter table private.%I enable row level security', partition);
  execute format('alter table private.%I force row level security', partition);
  execute format('revoke all on table private.%I from anon, authenticated, service_role', partition);
  execute format(
    'create policy nobody_reaches_partitions_directly on private.%I as restrictive for all to anon, authenticated '
    'using (false) with check (false)',
    partition
  );
  execute format(
    'comment on policy nobody_reaches_partitions_directly on private.%I is %L',
    partition, 'Messages are reached through public.messages, whose policies apply.'
  );
end;
$$;
comment on function private.shut_partition(text) is 'Closes a partition in private to everybody but its owner.';
revoke all on function private.add_message_partition(date) from public, anon, authenticated, service_role;
revoke all on function private.shut_partition(text) from public, anon, authenticated, service_role;

select private.add_message_partition('2026-10-01');
select private.add_message_partition('2026-11-01');
select private.add_message_partition('2026-12-01');
create table private.messages_default partition of public.messages default;
comment on table private.messages_default is
  'Catches what no month fits, so that sending never fails. Should stay empty.';
select private.shut_partition('messages_default');

create function private.my_conversation_ids() returns setof uuid
  language sql stable security definer set search_path = '' as $$
  select conversation.id
  from public.conversations as conversation
  where conversation.coach_id = (select auth.uid()) or conversation.coachee_id = (select auth.uid());
$$;
comment on function private.my_conversation_ids() is 'Conversations the caller takes part in.';

create function private.my_open_conversation_ids() returns setof uuid
  language sql stable security definer set search_path = '' as $$
  select conversation.id
  from public.conversations as conversation
  where (conversation.coach_id = (select auth.uid()) or conversation.coachee_id = (select auth.uid()))
    and conversation.status = 'open';
$$;
comment on function private.my_open_conversation_ids() is 'Open conversations the caller takes part in.';

revoke all on function private.my_conversation_ids() from public, anon, authenticated, service_role;
revoke all on function private.my_open_conversation_ids() from public, anon, authenticated, service_role;
grant execute on function private.my_conversation_ids() to authenticated;
grant execute on function private.my_open_conversation_ids() to authenticated;

alter table public.conversations enable row level security;
alter table public.conversations force row level security;
alter table public.messages enable row level security;
alter table public.messages force row level security;

revoke all on table public.conversations, public.messages from anon, authenticated, service_role;
revoke all on sequence public.messages_id_seq from anon, authenticated, service_role;
grant select on table public.conversations to authenticated;
grant insert (company_id, coach_id, coachee_id, topic) on table public.conversations to authenticated;
grant update (topic, status) on table public.conversations to authenticated;
grant select on table public.messages to authenticated;
grant insert (conversation_id, author_id, body) on table public.messages to authenticated;
grant select, insert, update, delete on table public.conversations, public.messages to service_role;

create policy participants_and_administrators_select_conversations on public.conversations for select to authenticated
  using (
    coach_id = (select auth.uid())
    or coachee_id = (select auth.uid())
    or company_id = any (array(select private.my_administered_company_ids()))
  );
comment on policy participants_and_administrators_select_conversations on public.conversations is
  'The two people, and the company''s administrators, who see topics but no messages.';

create policy participants_insert_conversations on public.conversations for insert to authenticated
  with check (
    company_id = any (array(select private.my_company_ids()))
    and (coach_id = (select auth.uid()) or coachee_id = (select auth.uid()))
  );
comment on policy participants_insert_conversations on public.conversations is
  'One of the two starts it, inside a company both belong to (the foreign keys see to that).';

create policy participants_update_conversations on public.conversations for update to authenticated
  using (coach_id = (select auth.uid()) or coachee_id = (select auth.uid()))
  with check (coach_id = (select auth.uid()) or coachee_id = (select auth.uid()));
comment on policy participants_update_conversations on public.conversations is
  'Topic and status. Company and people are fixed: they are not in the column grant.';

create policy participants_select_messages on public.messages for select to authenticated
  using (conversation_id = any (array(select private.my_conversation_ids())));
comment on policy participants_select_messages on public.messages is
  'Confidential: the two people only, not even administrators of the company.';

create policy participants_send_messages on public.messages for insert to authenticated
  with check (
    author_id = (select auth.uid())
    and conversation_id = any (array(select private.my_open_conversation_ids()))
  );
comment on policy participants_send_messages on public.messages is
  'In one''s own name, and only while the conversation is open. Nothing is edited or deleted afterwards.';

create view public.conversation_summaries with (security_invoker = true) as
  select
    conversation.id,
    conversation.company_id,
    conversation.topic,
    conversation.status,
    latest.message_count,
    latest.last_sent_at
  from public.conversations as conversation
  cross join lateral (
    select count(*) as message_count, max(message.sent_at) as last_sent_at
    from public.messages as message
    where message.conversation_id = conversation.id
  ) as latest;
comment on view public.conversation_summaries is
  'Conversations with their activity. Reads with the caller''s rights, so an administrator counts no messages.';
revoke all on table public.conversation_summaries from anon, authenticated, service_role;
grant select on table public.conversation_summaries to authenticated, service_role;
