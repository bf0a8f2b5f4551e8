-- What refers to a member of one of these extensions and is none itself, with the relation of a rule or default.
with recursive members as (
  select d.classid, d.objid, e.extname
  from pg_extension e
  join pg_depend d on d.refclassid = 'pg_extension'::regclass and d.refobjid = e.oid and d.deptype = 'e'
  where e.extname = any (%(names)s)
  union
  -- An array type belongs to its element's type, which alone is a member.
  select 'pg_type'::regclass, t.typarray, m.extname
  from members m
  join pg_type t on m.classid = 'pg_type'::regclass and t.oid = m.objid
  where t.typarray <> 0
),
users as (
  select distinct
    m.extname,
    case when rule.ev_class is null and def.adrelid is null then d.classid else 'pg_class'::regclass end as classid,
    coalesce(rule.ev_class, def.adrelid, d.objid) as objid
  from members m
  join pg_depend d on d.refclassid = m.classid and d.refobjid = m.objid and d.deptype in ('n', 'a')
  left join pg_rewrite rule on d.classid = 'pg_rewrite'::regclass and rule.oid = d.objid
  left join pg_attrdef def on d.classid = 'pg_attrdef'::regclass and def.oid = d.objid
  where d.classid <> all (array['pg_amop', 'pg_amproc']::regclass[])
    and not exists (select from members other where other.classid = d.classid and other.objid = d.objid)
)
select distinct u.extname as extension, found.type as kind, found.schema, found.identity as name
from users u
cross join pg_identify_object(u.classid, u.objid, 0) as found
where not exists (select from members m where m.classid = u.classid and m.objid = u.objid)
  and found.type is not null
order by 1, 2, 4
