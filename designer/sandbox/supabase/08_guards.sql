-- The platform's tables are not a project's to alter. `postgres` has their owners' privileges here (see 01_roles.sql),
-- so these two triggers leave it what supautils allows on the platform: triggers, policies, comments and grants.
create function extensions.refuse_platform_change() returns event_trigger
language plpgsql set search_path = '' as $$
declare
  found record;
begin
  if (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
    return;
  end if;
  for found in select * from pg_catalog.pg_event_trigger_ddl_commands() where not in_extension loop
    if found.schema_name in ('auth', 'storage', 'realtime', 'vault', 'graphql', 'graphql_public', 'supabase_functions')
      and found.object_type not in ('trigger', 'policy')
      and found.command_tag not in ('COMMENT', 'GRANT', 'REVOKE', 'CREATE TRIGGER', 'CREATE POLICY', 'ALTER POLICY')
    then
      raise insufficient_privilege using
        message = pg_catalog.format('must be owner of %s %s', found.object_type, found.object_identity),
        hint = 'Supabase owns this schema: only triggers, policies, comments and grants can be added to it.';
    end if;
  end loop;
end
$$;

create function extensions.refuse_platform_drop() returns event_trigger
language plpgsql set search_path = '' as $$
declare
  found record;
begin
  if (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
    return;
  end if;
  for found in select * from pg_catalog.pg_event_trigger_dropped_objects() where original and not is_temporary loop
    if found.schema_name in ('auth', 'storage', 'realtime', 'vault', 'graphql', 'graphql_public', 'supabase_functions')
      and found.object_type not in ('trigger', 'policy')
    then
      raise insufficient_privilege using
        message = pg_catalog.format('must be owner of %s %s', found.object_type, found.object_identity),
        hint = 'Supabase owns this schema: only triggers and policies of the project can be dropped in it.';
    end if;
  end loop;
end
$$;

create event trigger refuse_platform_change on ddl_command_end execute function extensions.refuse_platform_change();
create event trigger refuse_platform_drop on sql_drop execute function extensions.refuse_platform_drop();
alter event trigger refuse_platform_change enable always;
alter event trigger refuse_platform_drop enable always;
