-- Sequences; one that belongs to a column is `owned` by it: 'a' for serial, 'i' for the column's identity.
select
  c.oid,
  n.nspname as schema,
  c.relname as name,
  format_type(s.seqtypid, null) as type,
  s.seqstart as start,
  s.seqincrement as increment,
  s.seqmin as minimum,
  s.seqmax as maximum,
  s.seqcache as cache,
  s.seqcycle as cycles,
  c.relpersistence = 'u' as is_unlogged,
  owned.deptype as owned,
  owned.refobjid as owner_relation,
  owned.refobjsubid as owner_column
from pg_sequence s
join pg_class c on c.oid = s.seqrelid
join pg_namespace n on n.oid = c.relnamespace
left join pg_depend owned
  on owned.classid = 'pg_class'::regclass and owned.objid = c.oid
  and owned.refclassid = 'pg_class'::regclass and owned.refobjsubid > 0 and owned.deptype in ('a', 'i')
where c.oid >= 16384
  and c.relpersistence <> 't'
  and not exists (
    select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
  )
order by n.nspname, c.relname
