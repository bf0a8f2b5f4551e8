-- Columns of tables, views and materialized views, and attributes of composite types, in order.
-- A child's column that merged with its parent's may have its NOT NULL from there alone: its own words allow NULL then.
select
  a.attrelid as relation,
  a.attnum as number,
  a.attname as name,
  coalesce(element.oid, t.oid) as type,
  format_type(coalesce(element.oid, t.oid), a.atttypmod) as type_name,
  case when element.oid is null then 0 else greatest(a.attndims, 1) end as dimensions,
  not a.attnotnull or (
    a.attislocal and a.attinhcount > 0 and not c.relispartition and case
      when current_setting('server_version_num')::int >= 180000 then exists (
        select from pg_constraint con
        where con.conrelid = a.attrelid and con.contype = 'n' and con.conkey[1] = a.attnum and not con.conislocal
      )
      else exists (
        select from pg_inherits i
        join pg_attribute pa on pa.attrelid = i.inhparent and pa.attname = a.attname and pa.attnotnull
        where i.inhrelid = a.attrelid
      )
    end
  ) as is_nullable,
  a.attidentity as identity,
  a.attgenerated as generated,
  a.attislocal as is_local,
  pg_get_expr(d.adbin, d.adrelid) as expression,
  case when a.attcollation <> t.typcollation then (
    select case when cn.nspname = 'pg_catalog' then quote_ident(co.collname)
           else quote_ident(cn.nspname) || '.' || quote_ident(co.collname) end
    from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace
    where co.oid = a.attcollation
  ) end as collation,
  case when a.attstorage <> t.typstorage then a.attstorage end as storage,
  a.attcompression as compression,
  case when a.attstattarget >= 0 then a.attstattarget end as statistics_target,
  -- Debian's 15.20 counts the changes of every column there, which is no setting.
  case when a.attoptions is not null then
    array(select o from unnest(a.attoptions) with ordinality u (o, place) where not starts_with(o, 'pg_attver=') order by place)
  end as options,
  a.attfdwoptions as foreign_options
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_type t on t.oid = a.atttypid
left join pg_type element on element.oid = t.typelem and element.typarray = t.oid
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid >= 16384
  and a.attnum > 0
  and not a.attisdropped
  and c.relkind in ('r', 'p', 'f', 'v', 'm', 'c')
order by a.attrelid, a.attnum
