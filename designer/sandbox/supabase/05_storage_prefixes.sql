-- What storage keeps besides buckets and objects. Migrations written by `supabase db diff` in 2025 and later make triggers
-- with these functions, so they exist; here they change nothing.
set role supabase_storage_admin;

create table storage.prefixes (
  bucket_id text not null constraint "prefixes_bucketId_fkey" references storage.buckets,
  name text collate "C" not null,
  level integer not null generated always as (array_length(string_to_array(name, '/'), 1)) stored,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  primary key (bucket_id, level, name)
);
create table storage.buckets_analytics (
  name text not null,
  type storage.buckettype not null default 'ANALYTICS',
  format text not null default 'ICEBERG',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  id uuid not null default gen_random_uuid() primary key,
  deleted_at timestamptz
);
create table storage.buckets_vectors (
  id text not null primary key,
  type storage.buckettype not null default 'VECTOR',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table storage.vector_indexes (
  id text not null default gen_random_uuid() primary key,
  name text collate "C" not null,
  bucket_id text not null references storage.buckets_vectors,
  data_type text not null,
  dimension integer not null,
  distance_metric text not null,
  metadata_configuration jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

do $do$
declare
  name text;
begin
  foreach name in array array[
    'delete_prefix_hierarchy_trigger', 'enforce_bucket_name_length', 'objects_delete_cleanup', 'objects_insert_prefix_trigger',
    'objects_update_cleanup', 'objects_update_level_trigger', 'objects_update_prefix_trigger', 'prefixes_delete_cleanup',
    'prefixes_insert_trigger', 'protect_delete'
  ] loop
    execute format(
      'create function storage.%I() returns trigger language plpgsql as %L', name,
      'begin return case tg_op when ''DELETE'' then old else new end; end'
    );
  end loop;
  foreach name in array array['prefixes', 'buckets_analytics', 'buckets_vectors', 'vector_indexes'] loop
    execute format('alter table storage.%I enable row level security', name);
    execute format('grant select on storage.%I to anon, authenticated', name);
    execute format('grant all on storage.%I to service_role', name);
  end loop;
end
$do$;

create function storage.get_level(name text) returns integer language sql immutable strict
  as $$ select array_length(string_to_array(name, '/'), 1) $$;
create function storage.get_prefix(name text) returns text language sql immutable strict
  as $$ select case when strpos(name, '/') > 0 then regexp_replace(name, '/[^/]*/?$', '/') else '' end $$;
create function storage.get_prefixes(name text) returns text[] language sql immutable strict
  as $$ select array(
    select array_to_string((string_to_array(name, '/'))[1:depth], '/')
    from generate_series(1, array_length(string_to_array(name, '/'), 1) - 1) as depth
  ) $$;

reset role;
