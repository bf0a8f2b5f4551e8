-- case_contract
-- squawk-ignore-file prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Give default privileges on tables that postgres makes in shop
alter default privileges for role postgres in schema shop revoke delete on tables from dashboard_user;

-- Undo: Give default privileges on tables that postgres makes in public
alter default privileges for role postgres in schema public revoke insert on tables from supabase_read_only_user;

-- Undo: Drop table public.gone
create table public.gone (
  id integer
);
revoke all on table public.gone from anon, authenticated, service_role, dashboard_user;
grant truncate, references, trigger, maintain on table public.gone to anon, authenticated, service_role;
grant select on table public.gone to dashboard_user;

-- case_expand
-- squawk-ignore-file ban-drop-function, ban-drop-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Undo: Create function public.made()
drop function public.made();

-- Undo: Create table public.made
drop table public.made;

-- Undo: Take away default privileges on tables that postgres makes in shop
alter default privileges for role postgres in schema shop grant select, insert on tables to dashboard_user with grant option;

-- Undo: Take away default privileges on tables that postgres makes in public
alter default privileges for role postgres in schema public grant select on tables to dashboard_user;

-- Undo: Take away default privileges on functions that postgres makes in any schema
alter default privileges for role postgres grant execute on functions to dashboard_user, public;
