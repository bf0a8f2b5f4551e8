set check_function_bodies = off;

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'Read er') then
    create role "Read er";
  end if;
end
$$;

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'maker') then
    create role maker;
  end if;
end
$$;

grant maker to postgres;

create schema "Repo rts";

alter default privileges for role postgres revoke execute on functions from public;
alter default privileges for role postgres in schema public revoke update on sequences from anon, authenticated, service_role;
alter default privileges for role postgres in schema public revoke all on sequences from postgres;
alter default privileges for role maker revoke usage on types from public;

create type public.mood as enum (
  'sad'
);

revoke all on type public.mood from public, "Read er";

grant usage on type public.mood to "Read er", public;

create sequence public.made_after_n_seq as integer;

create table public.made_after (
  id integer not null generated always as identity,
  n integer not null default nextval('public.made_after_n_seq'::regclass)
);

alter sequence public.made_after_n_seq owned by public.made_after.n;

revoke all on sequence public.made_after_n_seq from anon, authenticated, service_role;
revoke all on table public.made_after from anon, authenticated, service_role, "Read er";

grant truncate, references, trigger, maintain on table public.made_after to anon, authenticated, service_role;

grant select on table public.made_after to "Read er", anon with grant option;

revoke all on sequence public.made_after_id_seq from anon, authenticated, service_role;

create or replace function public.f()
  returns integer
  language sql
RETURN 1;

revoke all on function public.f() from public, anon, authenticated, service_role;

grant execute on function public.f() to authenticated;

create view "Repo rts".seen as
SELECT 1 AS a;

revoke all on table "Repo rts".seen from anon, authenticated, service_role, "Read er";

grant all on table "Repo rts".seen to "Read er";

alter default privileges for role postgres in schema public grant execute on functions to authenticated;
alter default privileges for role maker grant all on schemas to "Read er";
alter default privileges for role postgres in schema "Repo rts" grant all on tables to "Read er";
alter default privileges for role postgres in schema public grant select on tables to "Read er", anon with grant option;
alter default privileges for role postgres grant usage on types to "Read er";

reset check_function_bodies;
