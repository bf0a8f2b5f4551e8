-- Enums (with their labels in order), domains and free-standing composite types.
select
  t.oid,
  n.nspname as schema,
  t.typname as name,
  t.typtype as kind,
  t.typrelid as relation,
  t.typacl is not null as has_acl,
  array(select e.enumlabel from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder) as labels,
  coalesce(element.oid, base.oid) as base_type,
  format_type(coalesce(element.oid, base.oid), t.typtypmod) as base_name,
  case when element.oid is null then 0 else greatest(t.typndims, 1) end as base_dimensions,
  not t.typnotnull as is_nullable,
  pg_get_expr(t.typdefaultbin, 0) as default_expression,
  case when t.typcollation <> base.typcollation then (
    select case when cn.nspname = 'pg_catalog' then quote_ident(co.collname)
           else quote_ident(cn.nspname) || '.' || quote_ident(co.collname) end
    from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace
    where co.oid = t.typcollation
  ) end as collation
from pg_type t
join pg_namespace n on n.oid = t.typnamespace
left join pg_class c on c.oid = t.typrelid
left join pg_type base on base.oid = t.typbasetype
left join pg_type element on element.oid = base.typelem and element.typarray = base.oid
where t.oid >= 16384
  and (t.typtype in ('e', 'd') or (t.typtype = 'c' and c.relkind = 'c'))
  and not exists (
    select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e'
  )
order by n.nspname, t.typname
