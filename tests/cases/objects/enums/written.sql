create type public."Order State" as enum (
  'draft',
  'paid'
);

create type public.mood as enum (
  'sad',
  'so-so',
  'ok',
  'it''s great',
  'Über'
);

revoke all on type public.mood from public;

grant usage on type public.mood to authenticated with grant option;

comment on type public.mood is 'How somebody feels';

create type public.nothing_yet as enum ();

create domain public.good_mood as public.mood
  constraint good_mood_check check (VALUE >= 'ok'::public.mood);

create table public.diary (
  day date not null,
  mood public.mood not null default 'so-so'::public.mood,
  all_moods public.mood[] not null default '{sad,"it''s great"}'::public.mood[],
  constraint diary_pkey primary key (day),
  constraint diary_check check ((mood <> 'sad'::public.mood) OR (all_moods <> '{}'::public.mood[]))
);

revoke all on table public.diary from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.diary to anon, authenticated, service_role;

create index diary_mood_idx on public.diary (mood)
  where (mood > 'ok'::public.mood);
