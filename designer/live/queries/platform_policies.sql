-- Policies on the platform's tables: the platform itself has none on those that projects may use.
select schemaname::text, tablename::text, policyname::text, permissive, roles::text[], cmd, qual, with_check
from pg_policies
where schemaname = any(%s)
  and schemaname not in ('cron', 'pgsodium', 'vault')
order by schemaname, tablename, policyname
