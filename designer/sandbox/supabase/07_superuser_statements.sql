-- What the platform's module supautils lets postgres do although PostgreSQL asks for a superuser. The sandbox sends such
-- statements as calls of these functions (designer/postgres/superuser_statements.py).
--
-- They take names, never SQL. A project's event trigger must never run as a superuser, which supautils sees to there:
-- there is none on "login", what would fire one as the superuser is written into the catalogs instead, and the guard at
-- the end of this file sets them aside while an extension's script runs, which is as the superuser.
create function extensions.rowhouse_create_event_trigger(
  trigger_name text, event_name text, tags text[], function_id regprocedure
) returns void
language plpgsql security definer set search_path = '' as $$
declare
  filter text := (select ' when tag in (' || pg_catalog.string_agg(pg_catalog.quote_literal(tag), ', ') || ')'
    from pg_catalog.unnest(tags) as tag);
begin
  if event_name = 'login' then
    raise insufficient_privilege using message = 'event triggers on login are not allowed here';
  end if;
  execute pg_catalog.format(
    'create event trigger %I on %I%s execute function %s()',
    trigger_name, event_name, coalesce(filter, ''), function_id::oid::regproc
  );
  -- PostgreSQL allows no other owners than superusers; the platform makes it postgres'.
  update pg_catalog.pg_event_trigger set evtowner = 'postgres'::regrole where evtname = trigger_name;
end
$$;

-- A wrapper without handler can neither read nor reach anything; its owner may be nobody but a superuser elsewhere.
create function extensions.rowhouse_create_foreign_data_wrapper(wrapper_name text, options jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  pairs text := (select pg_catalog.string_agg(pg_catalog.format('%I %L', key, value), ', ' order by key)
    from pg_catalog.jsonb_each_text(options));
begin
  execute pg_catalog.format(
    'create foreign data wrapper %I%s', wrapper_name, coalesce(' options (' || pairs || ')', '')
  );
  update pg_catalog.pg_foreign_data_wrapper set fdwowner = 'postgres'::regrole where fdwname = wrapper_name;
end
$$;

-- Of the functions of that name the one written last, if it belongs to postgres.
create function extensions.rowhouse_make_leakproof(schema_name text, function_name text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update pg_catalog.pg_proc set proleakproof = true
  where proowner = 'postgres'::regrole and oid = (
    select oid from pg_catalog.pg_proc
    where proname = function_name and schema_name in ('', pronamespace::regnamespace::text)
    order by pg_catalog.age(xmin) limit 1
  );
end
$$;

-- The publication of that name, if it belongs to postgres.
create function extensions.rowhouse_publication(publication_name text) returns oid
language plpgsql security definer set search_path = '' as $$
declare
  found oid := (select oid from pg_catalog.pg_publication
    where pubname = publication_name and pubowner = 'postgres'::regrole);
begin
  if found is null then
    raise undefined_object using message = pg_catalog.format('publication "%s" does not exist', publication_name);
  end if;
  return found;
end
$$;

create function extensions.rowhouse_publish_all_tables(publication_name text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update pg_catalog.pg_publication set puballtables = true
    where oid = extensions.rowhouse_publication(publication_name);
end
$$;

create function extensions.rowhouse_publish_schema(publication_name text, schema_name text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  publication oid := extensions.rowhouse_publication(publication_name);
  schema_id oid := (select oid from pg_catalog.pg_namespace where nspname = schema_name);
  link oid := pg_catalog.pg_nextoid('pg_catalog.pg_publication_namespace', 'oid', 'pg_catalog.pg_publication_namespace_oid_index');
begin
  if schema_id is null then
    raise invalid_schema_name using message = pg_catalog.format('schema "%s" does not exist', schema_name);
  end if;
  insert into pg_catalog.pg_publication_namespace (oid, pnpubid, pnnspid) values (link, publication, schema_id);
  insert into pg_catalog.pg_depend (classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype) values
    ('pg_catalog.pg_publication_namespace'::regclass, link, 0, 'pg_catalog.pg_publication'::regclass, publication, 0, 'a'),
    ('pg_catalog.pg_publication_namespace'::regclass, link, 0, 'pg_catalog.pg_namespace'::regclass, schema_id, 0, 'a');
end
$$;

create function extensions.rowhouse_publish_no_schema(publication_name text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  publication oid := extensions.rowhouse_publication(publication_name);
begin
  delete from pg_catalog.pg_depend d using pg_catalog.pg_publication_namespace n
    where d.classid = 'pg_catalog.pg_publication_namespace'::regclass and d.objid = n.oid and n.pnpubid = publication;
  delete from pg_catalog.pg_publication_namespace where pnpubid = publication;
end
$$;

create function extensions.rowhouse_publish_no_table(publication_name text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  publication oid := extensions.rowhouse_publication(publication_name);
begin
  delete from pg_catalog.pg_depend d using pg_catalog.pg_publication_rel r
    where d.classid = 'pg_catalog.pg_publication_rel'::regclass and d.objid = r.oid and r.prpubid = publication;
  delete from pg_catalog.pg_publication_rel where prpubid = publication;
end
$$;

-- How the project's event triggers were enabled before they were set aside.
create table extensions.rowhouse_aside (event_trigger oid primary key, state "char" not null);

create function extensions.rowhouse_guard() returns event_trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_event = 'ddl_command_start' then
    insert into extensions.rowhouse_aside
      select oid, evtenabled from pg_catalog.pg_event_trigger
      where evtowner = 'postgres'::regrole and evtenabled <> 'D';
    update pg_catalog.pg_event_trigger set evtenabled = 'D'
      where oid in (select event_trigger from extensions.rowhouse_aside);
  else
    update pg_catalog.pg_event_trigger t set evtenabled = a.state
      from extensions.rowhouse_aside a where a.event_trigger = t.oid;
    delete from extensions.rowhouse_aside;
  end if;
end
$$;

-- Whatever else makes a superuser's session reach an event trigger of the project ends with an error before it.
create function extensions.rowhouse_last_guard() returns event_trigger
language plpgsql set search_path = '' as $$
begin
  if (select rolsuper from pg_catalog.pg_roles where rolname = current_user) and exists (
    select from pg_catalog.pg_event_trigger where evtowner = 'postgres'::regrole and evtenabled <> 'D'
  ) then
    raise insufficient_privilege using message = 'an event trigger of the project would run as a superuser';
  end if;
end
$$;

-- Event triggers run by name, and no name comes before this one.
create event trigger U&"\0001" on ddl_command_start execute function extensions.rowhouse_last_guard();
alter event trigger U&"\0001" enable always;
create event trigger rowhouse_guard_start on ddl_command_start
  when tag in ('CREATE EXTENSION', 'ALTER EXTENSION', 'DROP EXTENSION') execute function extensions.rowhouse_guard();
alter event trigger rowhouse_guard_start enable always;
create event trigger rowhouse_guard_end on ddl_command_end
  when tag in ('CREATE EXTENSION', 'ALTER EXTENSION', 'DROP EXTENSION') execute function extensions.rowhouse_guard();
alter event trigger rowhouse_guard_end enable always;

do $$
declare
  found regprocedure;
begin
  for found in select oid from pg_catalog.pg_proc where proname like 'rowhouse\_%' loop
    execute format('revoke all on function %s from public', found);
    execute format('grant execute on function %s to postgres', found);
  end loop;
end
$$;
