-- Texts stored in the database that depend on one object: a relation, one of its columns, a type or a function.
-- One row per text: where it belongs (`kind` and `path`), which `field` of that object it is, and the text as the server
-- prints it now. `number` orders what a field has several of.
with target as (
  select
    %(class)s::text::regclass::oid as class,
    case %(class)s::text
      when 'pg_class' then to_regclass(%(name)s::text)::oid
      when 'pg_type' then to_regtype(%(name)s::text)::oid
      else to_regprocedure(%(name)s::text)::oid
    end as object
),
-- A relation and a composite type are one object with two identifiers; a column's number counts for relations only.
targets as (
  select t.class, t.object from target t
  union
  select 'pg_type'::regclass, c.reltype from target t join pg_class c on t.class = 'pg_class'::regclass and c.oid = t.object
  union
  select 'pg_type'::regclass, y.typarray from target t join pg_type y on t.class = 'pg_type'::regclass and y.oid = t.object
),
dependents as (
  select distinct d.classid, d.objid
  from pg_depend d
  join targets t on t.class = d.refclassid and t.object = d.refobjid
  where %(column)s::text is null
     or d.refobjsubid = (
       select a.attnum from pg_attribute a join target t on t.object = a.attrelid where a.attname = %(column)s::text
     )
)
select 'policy' as kind, array[n.nspname, c.relname, p.polname] as path, field, 0 as number, text
from dependents d
join pg_policy p on d.classid = 'pg_policy'::regclass and p.oid = d.objid
join pg_class c on c.oid = p.polrelid
join pg_namespace n on n.oid = c.relnamespace
cross join lateral (
  values ('using', pg_get_expr(p.polqual, p.polrelid)), ('check', pg_get_expr(p.polwithcheck, p.polrelid))
) as field (field, text)
where text is not null
union all
select 'check', array[n.nspname, c.relname, con.conname], 'expression', 0, pg_get_expr(con.conbin, con.conrelid)
from dependents d
join pg_constraint con on d.classid = 'pg_constraint'::regclass and con.oid = d.objid and con.contype = 'c'
join pg_class c on c.oid = con.conrelid
join pg_namespace n on n.oid = c.relnamespace
union all
select 'exclusion', array[n.nspname, c.relname, con.conname], 'definition', 0, pg_get_constraintdef(con.oid)
from dependents d
-- An exclusion's expressions belong to its index.
join pg_constraint con on con.contype = 'x' and (d.classid, d.objid) in (
  ('pg_constraint'::regclass, con.oid), ('pg_class'::regclass, con.conindid)
)
join pg_class c on c.oid = con.conrelid
join pg_namespace n on n.oid = c.relnamespace
union all
select 'domain check', array[n.nspname, t.typname, con.conname], 'expression', 0, pg_get_expr(con.conbin, 0)
from dependents d
join pg_constraint con on d.classid = 'pg_constraint'::regclass and con.oid = d.objid and con.contype = 'c'
join pg_type t on t.oid = con.contypid
join pg_namespace n on n.oid = t.typnamespace
union all
select 'domain', array[n.nspname, t.typname], 'default', 0, pg_get_expr(t.typdefaultbin, 0)
from dependents d
join pg_type t on d.classid = 'pg_type'::regclass and t.oid = d.objid and t.typtype = 'd' and t.typdefaultbin is not null
join pg_namespace n on n.oid = t.typnamespace
union all
select
  'column', array[n.nspname, c.relname, a.attname], case when a.attgenerated = '' then 'default' else 'generated' end, 0,
  pg_get_expr(ad.adbin, ad.adrelid)
from dependents d
join pg_attrdef ad on d.classid = 'pg_attrdef'::regclass and ad.oid = d.objid
join pg_class c on c.oid = ad.adrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = ad.adrelid and a.attnum = ad.adnum
union all
select 'index', array[n.nspname, c.relname, ic.relname], 'predicate', 0, pg_get_expr(i.indpred, i.indrelid)
from dependents d
join pg_index i on d.classid = 'pg_class'::regclass and i.indexrelid = d.objid and i.indpred is not null
join pg_class ic on ic.oid = i.indexrelid
join pg_class c on c.oid = i.indrelid
join pg_namespace n on n.oid = c.relnamespace
union all
select
  'index', array[n.nspname, c.relname, ic.relname], 'key', position - 1,
  pg_get_indexdef(i.indexrelid, position, false)
from dependents d
join pg_index i on d.classid = 'pg_class'::regclass and i.indexrelid = d.objid
join pg_class ic on ic.oid = i.indexrelid
join pg_class c on c.oid = i.indrelid
join pg_namespace n on n.oid = c.relnamespace
cross join lateral generate_series(1, i.indnkeyatts) as position
where i.indkey[position - 1] = 0 or c.relkind = 'm'
union all
select 'partitioning', array[n.nspname, c.relname], 'definition', 0, pg_get_partkeydef(c.oid)
from pg_partitioned_table p
join pg_class c on c.oid = p.partrelid
join pg_namespace n on n.oid = c.relnamespace
-- A table's own columns depend on its partition key, not the other way round.
where ('pg_class'::regclass, p.partrelid) in (select d.classid, d.objid from dependents d)
   or p.partrelid in (select t.object from target t)
union all
select 'view', array[n.nspname, c.relname], 'query', 0, pg_get_viewdef(c.oid)
from dependents d
join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
join pg_class c on c.oid = r.ev_class and c.relkind in ('v', 'm')
join pg_namespace n on n.oid = c.relnamespace
union all
select 'trigger', array[n.nspname, c.relname, t.tgname], 'condition', 0, pg_get_triggerdef(t.oid, false)
from dependents d
join pg_trigger t on d.classid = 'pg_trigger'::regclass and t.oid = d.objid
  and t.tgqual is not null and not t.tgisinternal and t.tgparentid = 0
join pg_class c on c.oid = t.tgrelid
join pg_namespace n on n.oid = c.relnamespace
union all
select 'function', array[n.nspname, p.proname, oidvectortypes(p.proargtypes)], field, number, text
from dependents d
join pg_proc p on d.classid = 'pg_proc'::regclass and p.oid = d.objid
join pg_namespace n on n.oid = p.pronamespace
cross join lateral (
  select 'body' as field, 0 as number, pg_get_function_sqlbody(p.oid) as text
  union all
  select 'returns', 0, pg_get_function_result(p.oid)
  union all
  select 'argument type', argument.position::int - 1, format_type(argument.type, null)
  from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality as argument (type, position)
  union all
  select 'argument default', position - 1, pg_get_function_arg_default(p.oid, position)
  from generate_series(1, coalesce(array_length(p.proallargtypes, 1), p.pronargs)) as position
) as text
where text.text is not null
