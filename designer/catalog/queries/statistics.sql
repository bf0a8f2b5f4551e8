-- Extended statistics. Kinds: d ndistinct, f dependencies, m mcv, e what is always there for expressions.
select
  s.oid,
  s.stxrelid as relation,
  n.nspname as schema,
  s.stxname as name,
  s.stxkeys::int2[] as columns,
  pg_get_statisticsobjdef_expressions(s.oid) as keys,
  array(select kind from unnest(s.stxkind) as kind where kind <> 'e') as kinds,
  case when s.stxstattarget >= 0 then s.stxstattarget end as target
from pg_statistic_ext s
join pg_namespace n on n.oid = s.stxnamespace
where s.oid >= 16384
  and not exists (
    select from pg_depend d where d.classid = 'pg_statistic_ext'::regclass and d.objid = s.oid and d.deptype = 'e'
  )
order by n.nspname, s.stxname
