-- Installed extensions. The version and the comment are null where they are what the server would choose itself.
select
  e.oid,
  e.extname as name,
  n.nspname as schema,
  nullif(e.extversion, available.default_version) as version,
  nullif(obj_description(e.oid, 'pg_extension'), available.comment) as comment
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
left join pg_available_extensions() as available (name, default_version, comment) on available.name = e.extname
order by e.extname
