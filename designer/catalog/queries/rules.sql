-- Rewrite rules that people wrote: not those that views are made of.
select
  r.oid,
  r.ev_class as relation,
  r.rulename as name,
  case r.ev_type when '1' then 'select' when '2' then 'update' when '3' then 'insert' else 'delete' end as event,
  r.is_instead,
  r.ev_enabled as enabled,
  pg_get_ruledef(r.oid) as definition
from pg_rewrite r
where r.oid >= 16384
  and r.rulename <> '_RETURN'
  and not exists (
    select from pg_depend d where d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.deptype = 'e'
  )
order by r.ev_class, r.rulename
