-- Comments on everything that is read; `number` is the column's, or 0.
select
  d.classoid::regclass as class,
  d.objoid as object,
  d.objsubid as number,
  d.description as text
from pg_description d
where (d.objoid >= 16384 or (d.classoid = 'pg_namespace'::regclass and d.objoid = 'public'::regnamespace))
  and d.classoid in (
    'pg_namespace'::regclass, 'pg_class'::regclass, 'pg_type'::regclass, 'pg_proc'::regclass,
    'pg_constraint'::regclass, 'pg_trigger'::regclass, 'pg_policy'::regclass,
    'pg_collation'::regclass, 'pg_publication'::regclass, 'pg_event_trigger'::regclass,
    'pg_foreign_data_wrapper'::regclass, 'pg_foreign_server'::regclass,
    'pg_statistic_ext'::regclass, 'pg_rewrite'::regclass
  )
