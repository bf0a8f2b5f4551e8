-- case
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Change the privileges on extensions
grant usage on schema extensions to public;

-- Change the privileges on public
revoke create on schema public from authenticated;
grant usage on schema public to supabase_auth_admin;

-- Set the comment on public
comment on schema public is 'Ours';
