-- Tables, partitioned tables, foreign tables, views and materialized views.
select
  c.oid,
  n.nspname as schema,
  c.relname as name,
  c.relkind as kind,
  c.reloftype <> 0 as is_typed,
  c.relpersistence = 'u' as is_unlogged,
  c.relrowsecurity as has_rls,
  c.relforcerowsecurity as forces_rls,
  c.relispopulated as is_populated,
  coalesce(identity_index.relname, c.relreplident::text) as replica_identity,
  coalesce(c.reloptions, '{}')
    || array(select 'toast.' || toast_option from unnest(toast.reloptions) as toast_option) as options,
  pg_get_expr(c.relpartbound, c.oid) as partition_bound,
  case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as partition_key,
  (select p.partattrs::int2[] from pg_partitioned_table p where p.partrelid = c.oid) as partition_columns,
  case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as query,
  foreign_table.ftserver as server,
  foreign_table.ftoptions as foreign_options,
  array(
    select i.inhparent from pg_inherits i where i.inhrelid = c.oid order by i.inhseqno
  ) as parents
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_class toast on toast.oid = c.reltoastrelid
left join pg_index replica on c.relreplident = 'i' and replica.indrelid = c.oid and replica.indisreplident
left join pg_class identity_index on identity_index.oid = replica.indexrelid
left join pg_foreign_table foreign_table on foreign_table.ftrelid = c.oid
where c.oid >= 16384
  and c.relkind in ('r', 'p', 'f', 'v', 'm')
  and c.relpersistence <> 't'
  and not exists (
    select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
  )
order by n.nspname, c.relname
