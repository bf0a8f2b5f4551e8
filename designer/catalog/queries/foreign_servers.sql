-- Foreign servers.
select
  s.oid,
  s.srvname as name,
  s.srvfdw as wrapper,
  s.srvtype as type,
  s.srvversion as version,
  s.srvoptions as options
from pg_foreign_server s
where s.oid >= 16384
  and not exists (
    select from pg_depend d where d.classid = 'pg_foreign_server'::regclass and d.objid = s.oid and d.deptype = 'e'
  )
order by s.srvname
