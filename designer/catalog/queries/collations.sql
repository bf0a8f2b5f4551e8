-- Collations. The locale of those that are not libc's has moved between columns (15, 16, 17); rules exist from 16 on.
select
  co.oid,
  n.nspname as schema,
  co.collname as name,
  case co.collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end as provider,
  coalesce(
    to_jsonb(co) ->> 'colllocale',
    to_jsonb(co) ->> 'colliculocale',
    case when co.collcollate = co.collctype then co.collcollate end
  ) as locale,
  case when co.collcollate <> co.collctype then co.collcollate end as lc_collate,
  case when co.collcollate <> co.collctype then co.collctype end as lc_ctype,
  co.collisdeterministic as is_deterministic,
  to_jsonb(co) ->> 'collicurules' as rules
from pg_collation co
join pg_namespace n on n.oid = co.collnamespace
where co.oid >= 16384
  and n.nspname !~ '^pg_'
  and not exists (
    select from pg_depend d where d.classid = 'pg_collation'::regclass and d.objid = co.oid and d.deptype = 'e'
  )
order by n.nspname, co.collname
