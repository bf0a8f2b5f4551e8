set check_function_bodies = off;

alter default privileges for role postgres revoke execute on functions from public;
alter default privileges for role postgres revoke usage on types from public;

create type public.old_mood as enum (
  'sad'
);

grant usage on type public.old_mood to public;

create type public.young_mood as enum (
  'glad'
);

revoke all on type public.young_mood from public;

create or replace function public.old()
  returns integer
  language sql
RETURN 1;

grant execute on function public.old() to public;

create or replace function public.young()
  returns integer
  language sql
RETURN 1;

revoke all on function public.young() from public, anon, authenticated, service_role;

reset check_function_bodies;
