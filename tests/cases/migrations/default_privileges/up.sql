-- case_expand
-- squawk-ignore-file prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Take away default privileges on functions that postgres makes in any schema
alter default privileges for role postgres revoke execute on functions from dashboard_user, public;

-- Take away default privileges on tables that postgres makes in public
alter default privileges for role postgres in schema public revoke select on tables from dashboard_user;

-- Take away default privileges on tables that postgres makes in shop
alter default privileges for role postgres in schema shop revoke insert on tables from dashboard_user;
alter default privileges for role postgres in schema shop revoke grant option for select on tables from dashboard_user;

-- Create table public.made
create table public.made (
  id integer
);
revoke all on table public.made from anon, authenticated, service_role, supabase_read_only_user;
grant truncate, references, trigger, maintain on table public.made to anon, authenticated, service_role;
grant insert on table public.made to supabase_read_only_user;

-- Create function public.made()
create or replace function public.made()
  returns integer
  language sql
RETURN 1;
revoke all on function public.made() from public, anon, authenticated, service_role;

-- case_contract
-- squawk-ignore-file ban-drop-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop table public.gone
drop table public.gone;

-- Give default privileges on tables that postgres makes in public
alter default privileges for role postgres in schema public grant insert on tables to supabase_read_only_user;

-- Give default privileges on tables that postgres makes in shop
alter default privileges for role postgres in schema shop grant delete on tables to dashboard_user;
