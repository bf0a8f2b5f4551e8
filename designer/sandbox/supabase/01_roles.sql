-- The cluster-wide roles of a Supabase project, as a new project has them (supabase/postgres, November 2026).
-- Run once per server in the maintenance database; a role that exists is left as it is.
--
-- Weaker than the platform on purpose, because the SQL that runs here is hostile until proven otherwise:
--   * nobody gets REPLICATION (a replication slot would hold disk) or CREATEDB (a database would escape the sweeping);
--   * `postgres` is not a member of pg_monitor, pg_signal_backend and pg_read_all_data (the sessions and the password
--     hashes of other runs are none of its business);
--   * the service roles cannot create roles.
create role anon nologin inherit;
create role authenticated nologin inherit;
create role service_role nologin inherit bypassrls;
create role authenticator login noinherit;
create role postgres login nosuperuser nocreatedb inherit bypassrls;
create role supabase_admin login superuser;
create role supabase_auth_admin login noinherit;
create role supabase_storage_admin login noinherit;
create role supabase_realtime_admin nologin noinherit;
create role supabase_functions_admin login noinherit;
create role supabase_replication_admin login;
create role supabase_read_only_user login bypassrls;
create role supabase_etl_admin login;
create role dashboard_user nologin;
create role pgbouncer login;

alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';
alter role postgres set search_path = "$user", public, extensions;
alter role supabase_auth_admin set search_path = auth;
alter role supabase_auth_admin set idle_in_transaction_session_timeout = '60s';
alter role supabase_storage_admin set search_path = storage;

grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role, authenticator to postgres with admin option;
grant pg_read_all_data to supabase_read_only_user;
grant authenticator to supabase_storage_admin;

-- Before 16, CREATEROLE reaches every role and `pg_execute_server_program`: there only SANDBOX_TRUSTS_SQL=1 gives it.
do $$
begin
  if current_setting('server_version_num')::int >= 160000 then
    alter role postgres createrole;
    -- The platform's supautils lets postgres make policies and triggers on tables of these owners. Without that
    -- module it needs the owners' privileges; the event triggers of 08_guards.sql refuse everything else.
    execute 'grant supabase_auth_admin, supabase_storage_admin, supabase_realtime_admin to postgres with inherit true, set false';
  else
    grant supabase_auth_admin, supabase_storage_admin, supabase_realtime_admin to postgres;
  end if;
  -- pg_dump's --disable-triggers and many seed scripts set it; the platform allows it since 2024.
  if current_setting('server_version_num')::int >= 150000 then
    execute 'grant set on parameter session_replication_role to postgres';
    -- PostgREST reads its settings from the role authenticator; unknown parameters need a grant to be set on a role.
    execute 'grant set on parameter pgrst.db_schemas, pgrst.db_extra_search_path, pgrst.db_pre_request, pgrst.db_max_rows,'
      ' pgrst.db_aggregates_enabled, pgrst.openapi_mode, app.settings.jwt_secret, app.settings.jwt_exp to postgres';
  end if;
end
$$;
