alter default privileges for role postgres in schema public grant execute on functions to anon;
alter default privileges for role postgres in schema public grant usage, select on sequences to anon, authenticated, service_role;
alter default privileges for role postgres in schema public grant select, insert, update, delete on tables to authenticated;
