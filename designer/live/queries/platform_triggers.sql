-- Triggers on the platform's tables that call a function of the project.
select pg_get_triggerdef(t.oid)
from pg_trigger t
join pg_class c on c.oid = t.tgrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_proc p on p.oid = t.tgfoid
join pg_namespace f on f.oid = p.pronamespace
where not t.tgisinternal
  and n.nspname = any(%s)
  and f.nspname <> all(%s)
  and f.nspname <> 'pg_catalog'
order by n.nspname, c.relname, t.tgname
