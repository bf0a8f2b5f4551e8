-- The owners of objects that do not belong to `postgres`, by system catalog. A sequence that belongs to a column has its
-- table's owner, an index its table's.
select owned.class, owned.object, r.rolname as owner
from (
  select 'pg_namespace' as class, n.oid as object, n.nspowner as owner from pg_namespace n
  union all
  select 'pg_class', c.oid, c.relowner
  from pg_class c
  where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    and not exists (
      select from pg_depend d
      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass
        and d.refobjsubid > 0 and d.deptype in ('a', 'i') and c.relkind = 'S'
    )
  union all
  select 'pg_proc', p.oid, p.proowner from pg_proc p
  union all
  select 'pg_type', t.oid, t.typowner from pg_type t where t.typtype in ('c', 'd', 'e', 'r')
  union all
  select 'pg_collation', co.oid, co.collowner from pg_collation co
  union all
  select 'pg_statistic_ext', s.oid, s.stxowner from pg_statistic_ext s
  union all
  select 'pg_foreign_data_wrapper', w.oid, w.fdwowner from pg_foreign_data_wrapper w
  union all
  select 'pg_foreign_server', s.oid, s.srvowner from pg_foreign_server s
  union all
  select 'pg_publication', p.oid, p.pubowner from pg_publication p
) as owned
join pg_roles r on r.oid = owned.owner
where owned.object >= 16384
  and r.rolname <> 'postgres'
