-- Webhooks and GraphQL: what triggers and clients call.
create table supabase_functions.hooks (
  id bigserial primary key,
  hook_table_id integer not null,
  hook_name text not null,
  created_at timestamptz not null default now(),
  request_id bigint
);
create table supabase_functions.migrations (
  version text primary key,
  inserted_at timestamptz not null default now()
);
alter table supabase_functions.hooks owner to supabase_functions_admin;
alter table supabase_functions.migrations owner to supabase_functions_admin;
create index supabase_functions_hooks_request_id_idx on supabase_functions.hooks (request_id);
create index supabase_functions_hooks_h_table_id_h_name_idx on supabase_functions.hooks (hook_table_id, hook_name);

-- A database webhook. The sandbox has no network, so the request is only checked and noted.
create function supabase_functions.http_request() returns trigger
language plpgsql security definer set search_path = supabase_functions as $$
begin
  if tg_argv[0] is null or tg_argv[0] = 'null' then
    raise exception 'url argument is missing';
  end if;
  if tg_argv[1] is null or tg_argv[1] not in ('GET', 'POST') then
    raise exception 'method argument % is invalid', tg_argv[1];
  end if;
  insert into supabase_functions.hooks (hook_table_id, hook_name) values (tg_relid, tg_name);
  return new;
end
$$;
alter function supabase_functions.http_request() owner to supabase_functions_admin;
revoke all on function supabase_functions.http_request() from public;
grant execute on function supabase_functions.http_request() to postgres, anon, authenticated, service_role;
grant all on all tables in schema supabase_functions to postgres, anon, authenticated, service_role;
grant all on all sequences in schema supabase_functions to postgres, anon, authenticated, service_role;

create function graphql_public.graphql(
  "operationName" text default null, query text default null, variables jsonb default null, extensions jsonb default null
) returns jsonb language sql as $$
  select jsonb_build_object(
    'errors', jsonb_build_array(jsonb_build_object('message', 'pg_graphql extension is not enabled.'))
  )
$$;
grant execute on function graphql_public.graphql(text, text, jsonb, jsonb)
  to postgres, anon, authenticated, service_role;

create function pgbouncer.get_auth(p_usename text) returns table (username text, password text)
  language sql security definer set search_path = '' as $$ select null::text, null::text where false $$;
revoke all on function pgbouncer.get_auth(text) from public;

-- On the platform these give others access to what an extension made, or tell PostgREST of changes. Here the stand-ins
-- grant by themselves and nobody listens; dumps of whole databases make them again, so the names are taken.
do $do$
declare
  name text;
begin
  foreach name in array array[
    'grant_pg_cron_access', 'grant_pg_graphql_access', 'grant_pg_net_access', 'pgrst_ddl_watch', 'pgrst_drop_watch',
    'set_graphql_placeholder'
  ] loop
    execute format('create function extensions.%I() returns event_trigger language plpgsql as %L', name, 'begin end');
  end loop;
end
$do$;
create event trigger issue_graphql_placeholder on sql_drop when tag in ('DROP EXTENSION')
  execute function extensions.set_graphql_placeholder();
create event trigger issue_pg_cron_access on ddl_command_end when tag in ('CREATE EXTENSION')
  execute function extensions.grant_pg_cron_access();
create event trigger issue_pg_graphql_access on ddl_command_end when tag in ('CREATE EXTENSION')
  execute function extensions.grant_pg_graphql_access();
create event trigger issue_pg_net_access on ddl_command_end when tag in ('CREATE EXTENSION')
  execute function extensions.grant_pg_net_access();
create event trigger pgrst_ddl_watch on ddl_command_end when tag in ('CREATE EXTENSION')
  execute function extensions.pgrst_ddl_watch();
create event trigger pgrst_drop_watch on sql_drop when tag in ('DROP EXTENSION')
  execute function extensions.pgrst_drop_watch();
