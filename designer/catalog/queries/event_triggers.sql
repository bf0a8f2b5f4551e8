-- Event triggers that belong to no extension.
select
  t.oid,
  t.evtname as name,
  t.evtevent as event,
  coalesce(t.evttags, '{}') as tags,
  t.evtfoid as function,
  n.nspname as function_schema,
  p.proname as function_name,
  t.evtenabled as enabled
from pg_event_trigger t
join pg_proc p on p.oid = t.evtfoid
join pg_namespace n on n.oid = p.pronamespace
where not exists (
    select from pg_depend d where d.classid = 'pg_event_trigger'::regclass and d.objid = t.oid and d.deptype = 'e'
  )
order by t.evtname
