-- Stand-in for pgmq: queues are tables here too; partitions, notifications and metrics over time are left out.
create table pgmq.meta (
  queue_name varchar unique not null,
  is_partitioned boolean not null default false,
  is_unlogged boolean not null default false,
  created_at timestamptz not null default now()
);
create type pgmq.message_record as (
  msg_id bigint, read_ct integer, enqueued_at timestamptz, vt timestamptz, message jsonb, headers jsonb
);
create type pgmq.queue_record as (
  queue_name varchar, is_partitioned boolean, is_unlogged boolean, created_at timestamptz
);

create function pgmq."create"(queue_name text) returns void language plpgsql as $$
begin
  execute pg_catalog.format(
    'create table if not exists pgmq.%I (msg_id bigint primary key generated always as identity,'
    ' read_ct integer not null default 0, enqueued_at timestamptz not null default now(),'
    ' vt timestamptz not null, message jsonb, headers jsonb)', 'q_' || queue_name
  );
  execute pg_catalog.format(
    'create table if not exists pgmq.%I (msg_id bigint primary key, read_ct integer not null default 0,'
    ' enqueued_at timestamptz not null default now(), archived_at timestamptz not null default now(),'
    ' vt timestamptz not null, message jsonb, headers jsonb)', 'a_' || queue_name
  );
  insert into pgmq.meta (queue_name) values (queue_name) on conflict do nothing;
end
$$;
create function pgmq.create_non_partitioned(queue_name text) returns void language sql as 'select pgmq.create($1)';
create function pgmq.create_unlogged(queue_name text) returns void language sql as 'select pgmq.create($1)';

create function pgmq.drop_queue(queue_name text) returns boolean language plpgsql as $$
begin
  execute pg_catalog.format('drop table if exists pgmq.%I, pgmq.%I', 'q_' || queue_name, 'a_' || queue_name);
  delete from pgmq.meta m where m.queue_name = drop_queue.queue_name;
  return found;
end
$$;

create function pgmq.send(queue_name text, msg jsonb, delay integer default 0) returns setof bigint
language plpgsql as $$
begin
  return query execute pg_catalog.format(
    'insert into pgmq.%I (vt, message) values (pg_catalog.clock_timestamp() + $2, $1) returning msg_id', 'q_' || queue_name
  ) using msg, pg_catalog.make_interval(secs => delay);
end
$$;

create function pgmq.read(queue_name text, vt integer, qty integer) returns setof pgmq.message_record
language plpgsql as $$
begin
  return query execute pg_catalog.format(
    'update pgmq.%1$I q set vt = pg_catalog.clock_timestamp() + $2, read_ct = read_ct + 1'
    ' where msg_id in (select msg_id from pgmq.%1$I where vt <= pg_catalog.clock_timestamp()'
    ' order by msg_id limit $1 for update skip locked)'
    ' returning q.msg_id, q.read_ct, q.enqueued_at, q.vt, q.message, q.headers', 'q_' || queue_name
  ) using qty, pg_catalog.make_interval(secs => vt);
end
$$;

create function pgmq.delete(queue_name text, msg_id bigint) returns boolean language plpgsql as $$
declare
  rows bigint;
begin
  execute pg_catalog.format('delete from pgmq.%I where msg_id = $1', 'q_' || queue_name) using msg_id;
  get diagnostics rows = row_count;
  return rows > 0;
end
$$;

create function pgmq.archive(queue_name text, msg_id bigint) returns boolean language plpgsql as $$
declare
  rows bigint;
begin
  execute pg_catalog.format(
    'with moved as (delete from pgmq.%I where msg_id = $1 returning msg_id, read_ct, enqueued_at, vt, message, headers)'
    ' insert into pgmq.%I (msg_id, read_ct, enqueued_at, vt, message, headers) select * from moved',
    'q_' || queue_name, 'a_' || queue_name
  ) using msg_id;
  get diagnostics rows = row_count;
  return rows > 0;
end
$$;

create function pgmq.pop(queue_name text) returns setof pgmq.message_record language plpgsql as $$
begin
  return query execute pg_catalog.format(
    'delete from pgmq.%1$I q where msg_id = (select msg_id from pgmq.%1$I where vt <= pg_catalog.clock_timestamp()'
    ' order by msg_id limit 1 for update skip locked)'
    ' returning q.msg_id, q.read_ct, q.enqueued_at, q.vt, q.message, q.headers', 'q_' || queue_name
  );
end
$$;

create function pgmq.list_queues() returns setof pgmq.queue_record language sql as
  'select queue_name, is_partitioned, is_unlogged, created_at from pgmq.meta';

grant usage, create on schema pgmq to postgres;
grant all on all tables in schema pgmq to postgres;
