-- Extensions that every project has from the start. Where the server offers one neither itself nor as a stand-in, the
-- builder goes on without it. pg_graphql is off in new projects since April 2026.
create extension if not exists pgcrypto with schema extensions;
create extension if not exists "uuid-ossp" with schema extensions;
create extension if not exists pg_stat_statements with schema extensions;
create schema vault;
grant usage on schema vault to postgres, service_role;
create extension if not exists supabase_vault with schema vault;
