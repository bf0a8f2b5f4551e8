create type public.mood as enum ('sad', 'ok', 'it''s great', 'Über');
comment on type public.mood is 'How somebody feels';
alter type public.mood add value 'so-so' before 'ok';
create type public."Order State" as enum ('draft', 'paid');
create type public.nothing_yet as enum ();
create table public.diary (
  day date primary key,
  mood public.mood not null default 'so-so',
  all_moods public.mood[] not null default '{sad,"it''s great"}',
  check (mood <> 'sad' or all_moods <> '{}')
);
create index on public.diary (mood) where mood > 'ok';
create domain public.good_mood as public.mood check (value >= 'ok');
revoke usage on type public.mood from public;
grant usage on type public.mood to authenticated with grant option;
