set check_function_bodies = off;

create schema "Watch ers";

create table public.seen (
  id integer
);

revoke all on table public.seen from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.seen to anon, authenticated, service_role;

create or replace function "Watch ers"."See it"()
  returns event_trigger
  language plpgsql
as $$ begin raise notice '%', tg_tag; end $$;

create or replace function public.rls_auto_enable()
  returns event_trigger
  language plpgsql
  security definer
  set search_path = pg_catalog
as $$
begin
  perform 1 from pg_event_trigger_ddl_commands() where command_tag = 'CREATE TABLE' and schema_name = 'public';
end $$;

create event trigger "Odd ""one" on sql_drop
  execute function "Watch ers"."See it"();

alter event trigger "Odd ""one" disable;

comment on event trigger "Odd ""one" is 'It''s off';

create event trigger ensure_rls on ddl_command_end
  when tag in ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO')
  execute function public.rls_auto_enable();

create event trigger rewrites on table_rewrite
  execute function "Watch ers"."See it"();

alter event trigger rewrites enable always;

create event trigger starts on ddl_command_start
  execute function "Watch ers"."See it"();

alter event trigger starts enable replica;

reset check_function_bodies;
