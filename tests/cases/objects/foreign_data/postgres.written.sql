create extension if not exists postgres_fdw with schema extensions;

create server other foreign data wrapper postgres_fdw options (host 'db.example.com', dbname 'x', port '5432');

create foreign table public.remote (
  id integer options (column_name 'ID') not null,
  name text,
  constraint remote_id_check check (id > 0)
)
server other options (schema_name 'public', table_name 'remote');

revoke all on table public.remote from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.remote to anon, authenticated, service_role;

CREATE USER MAPPING FOR postgres SERVER other OPTIONS (
    password 'secret',
    "user" 'u'
);
