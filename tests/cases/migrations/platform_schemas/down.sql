-- case
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Set the comment on public
comment on schema public is 'standard public schema';

-- Undo: Change the privileges on public
revoke usage on schema public from supabase_auth_admin;
grant create on schema public to authenticated;

-- Undo: Change the privileges on extensions
revoke usage on schema extensions from public;
