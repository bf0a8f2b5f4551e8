comment on schema public is 'Ours';
grant usage on schema public to supabase_auth_admin;
grant usage on schema extensions to public;
