-- NOT NULL constraints that say more than attnotnull: PostgreSQL 18 stores them, with a name, properties and a comment.
-- A partition takes the name of its parent's constraint; any other table takes <table>_<column>_not_null.
-- Besides, on every version, what a child table forbids on a column that it only inherits.
select
  con.conrelid as relation,
  con.conkey[1] as column,
  con.conname as name,
  con.convalidated as is_validated,
  con.connoinherit as no_inherit,
  con.oid
from pg_constraint con
join pg_class c on c.oid = con.conrelid
join pg_attribute a on a.attrelid = con.conrelid and a.attnum = con.conkey[1]
left join pg_inherits i on c.relispartition and i.inhrelid = c.oid
left join pg_attribute pa on pa.attrelid = i.inhparent and pa.attname = a.attname
left join pg_constraint parent on parent.contype = 'n' and parent.conrelid = i.inhparent and parent.conkey[1] = pa.attnum
where con.oid >= 16384
  and con.contype = 'n'
  and (con.conislocal or c.relispartition)
  and (
    con.conname <> coalesce(parent.conname, c.relname || '_' || a.attname || '_not_null')
    or not con.convalidated
    or con.connoinherit
    or not (a.attislocal or c.relispartition)
    or exists (select from pg_description d where d.classoid = 'pg_constraint'::regclass and d.objoid = con.oid)
  )
union all
select a.attrelid, a.attnum, null, true, false, 0
from pg_attribute a
join pg_class c on c.oid = a.attrelid
where current_setting('server_version_num')::int < 180000
  and a.attrelid >= 16384
  and a.attnum > 0
  and a.attnotnull
  and not a.attislocal
  and not a.attisdropped
  and c.relkind in ('r', 'p', 'f')
  and not c.relispartition
  and not exists (
    select
    from pg_inherits i
    join pg_attribute pa on pa.attrelid = i.inhparent and pa.attname = a.attname and pa.attnotnull
    where i.inhrelid = a.attrelid
  )
order by 1, 2
