-- Range types with what their subtype does not settle. Those with a canonical function are left to pg_dump's own words:
-- the function takes the type, so each would have to exist before the other.
select
  t.oid,
  n.nspname as schema,
  t.typname as name,
  t.typacl is not null as has_acl,
  r.rngmultitypid as multirange,
  m.typname as multirange_name,
  coalesce(element.oid, s.oid) as subtype,
  format_type(coalesce(element.oid, s.oid), null) as subtype_name,
  case when element.oid is null then 0 else greatest(s.typndims, 1) end as subtype_dimensions,
  case when not opc.opcdefault then
    case when opn.nspname = 'pg_catalog' then '' else quote_ident(opn.nspname) || '.' end || quote_ident(opc.opcname)
  end as opclass,
  case when r.rngcollation <> s.typcollation then
    case when cn.nspname = 'pg_catalog' then '' else quote_ident(cn.nspname) || '.' end || quote_ident(co.collname)
  end as collation,
  nullif(r.rngsubdiff::oid, 0) as subtype_diff,
  quote_ident(pn.nspname) || '.' || quote_ident(p.proname) as subtype_diff_name
from pg_range r
join pg_type t on t.oid = r.rngtypid
join pg_namespace n on n.oid = t.typnamespace
join pg_type m on m.oid = r.rngmultitypid
join pg_type s on s.oid = r.rngsubtype
join pg_opclass opc on opc.oid = r.rngsubopc
join pg_namespace opn on opn.oid = opc.opcnamespace
left join pg_type element on element.oid = s.typelem and element.typarray = s.oid
left join pg_collation co on co.oid = r.rngcollation
left join pg_namespace cn on cn.oid = co.collnamespace
left join pg_proc p on p.oid = r.rngsubdiff
left join pg_namespace pn on pn.oid = p.pronamespace
where t.oid >= 16384
  and r.rngcanonical = 0
  and not exists (
    select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e'
  )
order by n.nspname, t.typname
