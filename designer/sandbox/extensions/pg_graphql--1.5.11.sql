-- Stand-in for pg_graphql: comments can carry directives, and every query is answered with an error.
create sequence graphql.seq_schema_version as integer cycle;

create function graphql.get_schema_version() returns integer language sql security invoker
  as 'select last_value from graphql.seq_schema_version';

create function graphql.comment_directive(comment_ text) returns jsonb language sql immutable as $$
  select coalesce(pg_catalog.substring(comment_ from '@graphql\((.*)\)')::jsonb, '{}'::jsonb)
$$;

create function graphql.resolve(
  query text, variables jsonb default '{}', "operationName" text default null, extensions jsonb default null
) returns jsonb language sql as $$
  select pg_catalog.jsonb_build_object(
    'errors',
    pg_catalog.jsonb_build_array(pg_catalog.jsonb_build_object('message', 'GraphQL is not answered in the sandbox'))
  )
$$;

grant usage on schema graphql to postgres, anon, authenticated, service_role;
