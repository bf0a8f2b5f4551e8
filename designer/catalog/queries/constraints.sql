-- Primary keys, unique, check, exclusion and foreign key constraints of tables, and constraints of domains.
-- NOT NULL of columns is in not_nulls.sql. conenforced and conperiod exist since PostgreSQL 18 only.
select
  con.oid,
  con.conrelid as relation,
  con.contypid as domain,
  con.conname as name,
  con.contype as kind,
  con.conkey as columns,
  con.conindid as index,
  con.confrelid as target,
  con.confkey as target_columns,
  con.confdelsetcols as set_columns,
  con.confdeltype as on_delete,
  con.confupdtype as on_update,
  con.confmatchtype as match_type,
  con.condeferrable as is_deferrable,
  con.condeferred as is_initially_deferred,
  con.convalidated as is_validated,
  con.conislocal as is_local,
  con.connoinherit as no_inherit,
  con.conparentid as parent,
  coalesce(to_jsonb(con) ->> 'conenforced' = 'true', true) as is_enforced,
  coalesce(to_jsonb(con) ->> 'conperiod' = 'true', false) as is_temporal,
  pg_get_expr(con.conbin, con.conrelid) as expression,
  case when con.contype = 'x' then pg_get_constraintdef(con.oid) end as definition
from pg_constraint con
left join pg_class c on c.oid = con.conrelid
left join pg_namespace n on n.oid = c.relnamespace
where con.oid >= 16384
  and (con.contype in ('p', 'u', 'c', 'x', 'f') or con.contypid <> 0)
order by n.nspname, c.relname, con.conname
