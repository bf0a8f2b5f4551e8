-- Indexes with the texts of their keys; `constraint_kind` tells those that belong to a constraint.
-- `parent` is the index of the partitioned table that an index of a partition belongs to. One of a partitioned table is
-- valid when every partition has its part of it; any other index that is not valid was never finished, and pg_dump
-- leaves it out too.
select
  i.indexrelid as oid,
  i.indrelid as relation,
  c.relname as name,
  m.amname as method,
  i.indisvalid as is_valid,
  i.indisunique as is_unique,
  not i.indnullsnotdistinct as nulls_distinct,
  i.indnkeyatts as key_count,
  i.indkey::int2[] as columns,
  i.indoption::int2[] as sort_bits,
  c.reloptions as options,
  h.inhparent as parent,
  con.contype as constraint_kind,
  array(select a.attname from pg_attribute a where a.attrelid = i.indexrelid order by a.attnum) as key_names,
  case when con.oid is null then array(
    select pg_get_indexdef(i.indexrelid, position, false) from generate_series(1, i.indnkeyatts) as position
  ) end as keys,
  case when con.oid is null then pg_get_indexdef(i.indexrelid) end as definition,
  pg_get_expr(i.indpred, i.indrelid) as predicate,
  i.indisclustered as is_clustered,
  array(
    select json_build_array(a.attnum, a.attstattarget)
    from pg_attribute a
    where a.attrelid = i.indexrelid and a.attstattarget >= 0
    order by a.attnum
  ) as statistics_targets
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_class relation on relation.oid = i.indrelid
join pg_am m on m.oid = c.relam
left join pg_inherits h on h.inhrelid = i.indexrelid
left join pg_constraint con on con.conindid = i.indexrelid and con.contype in ('p', 'u', 'x')
where i.indexrelid >= 16384
  and relation.relkind in ('r', 'p', 'm')
  and (i.indisvalid or relation.relkind = 'p')
  and i.indisready
order by i.indrelid, c.relname
