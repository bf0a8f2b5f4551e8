-- Stand-in for pg_repack: a program drives it; schemas hardly ever refer to it.
create schema repack;
create function repack.version() returns text language sql immutable as $$ select 'pg_repack 1.5.2'::text $$;
