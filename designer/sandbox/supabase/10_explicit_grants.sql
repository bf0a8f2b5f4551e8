-- Since 30 October 2026 every project grants explicitly. These are the platform's own statements; what they leave
-- (TRUNCATE, REFERENCES, TRIGGER and MAINTAIN on tables, UPDATE on sequences) is the platform's residue, not an error.
alter default privileges for role postgres in schema public
  revoke select, insert, update, delete on tables from anon, authenticated, service_role;
alter default privileges for role postgres in schema public
  revoke usage, select on sequences from anon, authenticated, service_role;
alter default privileges for role postgres in schema public
  revoke execute on functions from anon, authenticated, service_role;
