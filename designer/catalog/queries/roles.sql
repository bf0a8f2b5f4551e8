-- Roles with their memberships both ways and their settings for every database. Roles are shared by all databases of the
-- server; `is_used` tells those that this one grants something to, names in a policy or has as an owner.
-- The creator of a role is made a member of it by PostgreSQL 16 itself: such memberships are left out.
select
  r.oid,
  r.rolname as name,
  r.rolcanlogin as can_login,
  r.rolinherit as inherits,
  r.rolcreatedb as creates_databases,
  r.rolcreaterole as creates_roles,
  r.rolbypassrls as bypasses_rls,
  r.rolconnlimit as connection_limit,
  array(
    select distinct granted.rolname
    from pg_auth_members m
    join pg_roles granted on granted.oid = m.roleid
    where m.member = r.oid
    order by granted.rolname
  ) as member_of,
  array(
    select distinct member.rolname
    from pg_auth_members m
    join pg_roles member on member.oid = m.member
    join pg_roles grantor on grantor.oid = m.grantor
    where m.roleid = r.oid
      and not (grantor.rolsuper and m.admin_option)
    order by member.rolname
  ) as members,
  (select s.setconfig from pg_db_role_setting s where s.setrole = r.oid and s.setdatabase = 0) as settings,
  shobj_description(r.oid, 'pg_authid') as comment,
  r.oid in (
    select d.refobjid
    from pg_shdepend d
    where d.refclassid = 'pg_authid'::regclass
      and d.dbid = (select db.oid from pg_database db where db.datname = current_database())
  ) as is_used
from pg_roles r
where r.oid >= 16384
  and not r.rolsuper
order by r.rolname
