-- Privileges that others than the owner hold, per object (or column) and grantee.
with entries as (
  select 'schema' as class, n.oid as object, 0 as subobject, n.nspowner as owner, acl.*
  from pg_namespace n, aclexplode(n.nspacl) acl
  where n.oid >= 16384 or n.nspname = 'public'
  union all
  select 'relation', c.oid, 0, c.relowner, acl.*
  from pg_class c, aclexplode(c.relacl) acl
  where c.oid >= 16384
  union all
  select 'relation', c.oid, a.attnum, c.relowner, acl.*
  from pg_attribute a join pg_class c on c.oid = a.attrelid, aclexplode(a.attacl) acl
  where c.oid >= 16384 and not a.attisdropped
  union all
  select 'function', p.oid, 0, p.proowner, acl.*
  from pg_proc p, aclexplode(p.proacl) acl
  where p.oid >= 16384
  union all
  select 'type', t.oid, 0, t.typowner, acl.*
  from pg_type t, aclexplode(t.typacl) acl
  where t.oid >= 16384
  union all
  select 'foreign data wrapper', w.oid, 0, w.fdwowner, acl.*
  from pg_foreign_data_wrapper w, aclexplode(w.fdwacl) acl
  where w.oid >= 16384
  union all
  select 'foreign server', s.oid, 0, s.srvowner, acl.*
  from pg_foreign_server s, aclexplode(s.srvacl) acl
  where s.oid >= 16384
)
select
  e.class,
  e.object,
  e.subobject,
  coalesce(r.rolname, 'public') as grantee,
  e.is_grantable as with_grant_option,
  array_agg(distinct e.privilege_type order by e.privilege_type) as privileges
from entries e
left join pg_roles r on r.oid = e.grantee
where e.grantee <> e.owner
group by e.class, e.object, e.subobject, coalesce(r.rolname, 'public'), e.is_grantable
order by e.class, e.object, e.subobject, grantee, e.is_grantable
