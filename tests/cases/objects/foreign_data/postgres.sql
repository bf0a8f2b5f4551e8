-- A remote PostgreSQL, with who one is there.
create extension if not exists postgres_fdw with schema extensions;
create server other foreign data wrapper postgres_fdw options (host 'db.example.com', dbname 'x', port '5432');
create user mapping for postgres server other options (user 'u', password 'secret');
create foreign table remote (id int options (column_name 'ID') not null, name text, check (id > 0)) server other options (schema_name 'public', table_name 'remote');
