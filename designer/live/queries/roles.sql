-- Roles that this database uses (as an owner, in grants or policies) or that one of these is a member of, with their
-- attributes as keywords of CREATE ROLE. pg_roles shows them to every login; passwords it shows to none.
with recursive used as (
  select distinct refobjid as oid
  from pg_shdepend
  where refclassid = 'pg_authid'::regclass
    and dbid in (0, (select d.oid from pg_database d where d.datname = current_database()))
  union
  select m.roleid from pg_auth_members m join used on used.oid = m.member
)
select
  r.rolname,
  concat_ws(' ',
    case when r.rolcanlogin then 'LOGIN' else 'NOLOGIN' end,
    case when r.rolinherit then 'INHERIT' else 'NOINHERIT' end,
    case when r.rolcreatedb then 'CREATEDB' else 'NOCREATEDB' end,
    case when r.rolcreaterole then 'CREATEROLE' else 'NOCREATEROLE' end,
    case when r.rolconnlimit >= 0 then 'CONNECTION LIMIT ' || r.rolconnlimit end
  ),
  array(
    select g.rolname::text
    from pg_auth_members m
    join pg_roles g on g.oid = m.roleid
    where m.member = r.oid and g.rolname !~ '^pg_'
    order by 1
  ),
  exists (
    select from pg_shdepend o
    where o.refclassid = 'pg_authid'::regclass and o.refobjid = r.oid and o.deptype = 'o'
      and o.dbid = (select d.oid from pg_database d where d.datname = current_database())
  )
from used
join pg_roles r on r.oid = used.oid
where r.rolname !~ '^pg_'
order by r.rolname
