-- Functions and procedures (aggregates are not modelled), with all their arguments in order; not the constructors that
-- PostgreSQL makes with a range type.
select
  p.oid,
  n.nspname as schema,
  p.proname as name,
  p.prokind as kind,
  oidvectortypes(p.proargtypes) as signature,
  l.lanname as language,
  p.prosrc as source,
  p.probin as library,
  pg_get_function_sqlbody(p.oid) as sql_body,
  pg_get_function_result(p.oid) as result,
  p.proretset as returns_set,
  p.provolatile as volatility,
  p.proisstrict as is_strict,
  p.prosecdef as is_security_definer,
  p.proleakproof as is_leakproof,
  p.proparallel as parallel,
  p.procost as cost,
  p.prorows as rows,
  case when p.prosupport <> 0 then p.prosupport::regproc end as support,
  p.proconfig as settings,
  p.proacl is not null as has_acl,
  array(
    select format_type(transformed.type, null)
    from unnest(p.protrftypes) with ordinality as transformed (type, position)
    order by transformed.position
  ) as transforms,
  (
    select json_agg(
      json_build_object(
        'type', format_type(argument.type, null),
        'name', coalesce(p.proargnames[argument.position], ''),
        'mode', coalesce(p.proargmodes[argument.position], 'i'),
        'default_expression', pg_get_function_arg_default(p.oid, argument.position::int)
      )
      order by argument.position
    )
    from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality as argument (type, position)
  ) as arguments
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
where p.oid >= 16384
  and p.prokind in ('f', 'p', 'w')
  and n.nspname !~ '^pg_'
  and not exists (
    select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype in ('e', 'i')
  )
order by n.nspname, p.proname, oidvectortypes(p.proargtypes) collate "C"
