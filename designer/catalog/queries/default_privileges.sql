-- Default privileges, each with what PostgreSQL itself gives on such an object; the three of postgres in public, which the
-- platform sets, also where the catalog has them no more.
with types (letter, object_type, default_letter) as (
  values ('r', 'tables', 'r'), ('S', 'sequences', 's'), ('f', 'functions', 'f'), ('T', 'types', 'T'),
    ('n', 'schemas', 'n'), ('L', 'large objects', 'L')
),
wanted as (
  select d.defaclrole as role, d.defaclnamespace as schema, d.defaclobjtype::text as letter, d.defaclacl as acl
  from pg_default_acl d
  union all
  select r.oid, n.oid, t.letter, null
  from pg_roles r, pg_namespace n, types t
  where r.rolname = 'postgres' and n.nspname = 'public' and t.letter in ('r', 'S', 'f')
    and not exists (
      select from pg_default_acl d
      where d.defaclrole = r.oid and d.defaclnamespace = n.oid and d.defaclobjtype::text = t.letter
    )
)
select
  r.rolname as role,
  coalesce(n.nspname, '') as schema,
  t.object_type,
  case when w.acl is not null then (
    select coalesce(json_agg(g order by g.grantee, g.with_grant_option), '[]') from (
      select coalesce(gr.rolname, 'public') as grantee, acl.is_grantable as with_grant_option,
        array_agg(distinct acl.privilege_type order by acl.privilege_type) as privileges
      from aclexplode(w.acl) acl
      left join pg_roles gr on gr.oid = acl.grantee
      group by coalesce(gr.rolname, 'public'), acl.is_grantable
    ) as g
  ) end as grants,
  (
    select coalesce(json_agg(g order by g.grantee), '[]') from (
      select coalesce(gr.rolname, 'public') as grantee, false as with_grant_option,
        array_agg(distinct acl.privilege_type order by acl.privilege_type) as privileges
      from aclexplode(acldefault(t.default_letter::"char", w.role)) acl
      left join pg_roles gr on gr.oid = acl.grantee
      group by coalesce(gr.rolname, 'public')
    ) as g
  ) as own_grants
from wanted w
join types t on t.letter = w.letter
join pg_roles r on r.oid = w.role
left join pg_namespace n on n.oid = w.schema
order by r.rolname, schema, t.object_type
