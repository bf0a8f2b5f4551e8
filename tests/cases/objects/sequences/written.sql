create unlogged sequence public.fast;

revoke all on sequence public.fast from anon, authenticated, service_role;

grant update on sequence public.fast to anon, service_role;

grant usage, update on sequence public.fast to authenticated;

comment on sequence public.fast is 'Lost in a crash';

create sequence public.plain as smallint start with 5 increment by -1 minvalue -9 maxvalue 9 cycle;

revoke all on sequence public.plain from anon, authenticated, service_role;

grant update on sequence public.plain to anon, authenticated, service_role;

create sequence public.odd_id_seq as integer;

create unlogged table public.odd (
  id integer not null default nextval('public.odd_id_seq'::regclass),
  constraint odd_pkey primary key (id)
);

alter sequence public.odd_id_seq owned by public.odd.id;

revoke all on sequence public.odd_id_seq from anon, authenticated, service_role;

grant update on sequence public.odd_id_seq to anon, authenticated, service_role;

revoke all on table public.odd from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.odd to anon, authenticated, service_role;

create unlogged sequence public.strange_id_seq;

create table public.strange (
  id bigint not null default nextval('public.strange_id_seq'::regclass),
  constraint strange_pkey primary key (id)
);

alter sequence public.strange_id_seq owned by public.strange.id;

revoke all on sequence public.strange_id_seq from anon, authenticated, service_role;

grant update on sequence public.strange_id_seq to anon, authenticated, service_role;

revoke all on table public.strange from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.strange to anon, authenticated, service_role;

create sequence public.usual_id_seq as integer;

create unlogged table public.usual (
  id integer not null default nextval('public.usual_id_seq'::regclass),
  constraint usual_pkey primary key (id)
);

alter sequence public.usual_id_seq owned by public.usual.id;
alter sequence public.usual_id_seq set unlogged;

revoke all on sequence public.usual_id_seq from anon, authenticated, service_role;

grant update on sequence public.usual_id_seq to anon, authenticated, service_role;

revoke all on table public.usual from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.usual to anon, authenticated, service_role;
