-- Triggers that people wrote: not those behind foreign keys and not the copies on partitions.
select
  t.oid,
  t.tgrelid as relation,
  t.tgname as name,
  t.tgtype as type_bits,
  t.tgfoid as function,
  n.nspname as function_schema,
  p.proname as function_name,
  t.tgattr::int2[] as columns,
  encode(t.tgargs, 'hex') as arguments,
  t.tgoldtable as old_table,
  t.tgnewtable as new_table,
  t.tgconstraint <> 0 as is_constraint,
  t.tgconstrrelid <> 0 as has_source,
  t.tgdeferrable as is_deferrable,
  t.tginitdeferred as is_initially_deferred,
  t.tgenabled as enabled,
  case when t.tgqual is not null then pg_get_triggerdef(t.oid, false) end as definition
from pg_trigger t
join pg_proc p on p.oid = t.tgfoid
join pg_namespace n on n.oid = p.pronamespace
where t.oid >= 16384
  and not t.tgisinternal
  and t.tgparentid = 0
order by t.tgrelid, t.tgname
