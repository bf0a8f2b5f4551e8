-- case
-- squawk-ignore-file adding-field-with-default, adding-required-field, ban-drop-default, prefer-bigint-over-int, prefer-text-field
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop enum public.mood
create type public.mood as enum (
  'sad',
  'happy'
);

-- Undo: Drop column public.people.token
-- Its values are lost: rows get '00000000-0000-0000-0000-000000000000'::uuid.
alter table public.people add column token uuid not null default '00000000-0000-0000-0000-000000000000'::uuid;
alter table public.people alter column token drop default;

-- Undo: Drop column public.people.tags
-- Its values are lost: rows get '{}'::text[].
alter table public.people add column tags text[] not null default '{}'::text[];
alter table public.people alter column tags drop default;

-- Undo: Drop column public.people.settings
-- Its values are lost: rows get '{}'::jsonb.
alter table public.people add column settings jsonb not null default '{}'::jsonb;
alter table public.people alter column settings drop default;

-- Undo: Drop column public.people.feeling
-- Its values are lost: rows get 'sad'::public.mood.
alter table public.people add column feeling public.mood not null default 'sad'::public.mood;
alter table public.people alter column feeling drop default;

-- Undo: Drop column public.people.email
-- Its values are lost: rows get ''::character varying(80).
alter table public.people add column email character varying(80) not null default ''::character varying(80);
alter table public.people alter column email drop default;

-- Undo: Drop column public.people.born
-- Its values are lost: rows get 'epoch'::date.
alter table public.people add column born date not null default 'epoch'::date;
alter table public.people alter column born drop default;

-- Undo: Drop column public.people.age
-- Its values are lost: rows get '0'::integer.
alter table public.people add column age integer not null default '0'::integer;
comment on column public.people.age is 'In years';
alter table public.people alter column age drop default;
