-- NOT NULL constraints that PostgreSQL 18 stores under another name than it would choose, or with special properties.
-- A partition takes the name of its parent's constraint; any other table takes <table>_<column>_not_null.
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
  )
order by con.conrelid, con.conkey[1]
