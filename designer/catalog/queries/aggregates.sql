-- Aggregates. A moving-aggregate implementation is there when it has a transition function.
select
  p.oid,
  n.nspname as schema,
  p.proname as name,
  oidvectortypes(p.proargtypes) as signature,
  case a.aggkind when 'n' then 'normal' when 'o' then 'ordered set' else 'hypothetical set' end as kind,
  a.aggnumdirectargs as direct,
  p.proparallel as parallel,
  p.proacl is not null as has_acl,
  (
    select json_agg(
      json_build_object(
        'type', format_type(argument.type, null),
        'name', coalesce(p.proargnames[argument.position], ''),
        'mode', coalesce(p.proargmodes[argument.position], 'i'),
        'default_expression', null
      )
      order by argument.position
    )
    from unnest(p.proargtypes::oid[]) with ordinality as argument (type, position)
  ) as arguments,
  case when a.aggsortop <> 0 then (
    select 'operator(' || quote_ident(opn.nspname) || '.' || o.oprname || ')'
    from pg_operator o join pg_namespace opn on opn.oid = o.oprnamespace where o.oid = a.aggsortop
  ) end as sort_operator,
  json_build_object(
    'transition', a.aggtransfn::oid, 'type', format_type(a.aggtranstype, null), 'space', a.aggtransspace,
    'final', a.aggfinalfn::oid, 'has_extra', a.aggfinalextra, 'modify', a.aggfinalmodify,
    'initial', a.agginitval, 'inverse', '0'
  ) as plain,
  case when a.aggmtransfn <> 0 then json_build_object(
    'transition', a.aggmtransfn::oid, 'type', format_type(a.aggmtranstype, null), 'space', a.aggmtransspace,
    'final', a.aggmfinalfn::oid, 'has_extra', a.aggmfinalextra, 'modify', a.aggmfinalmodify,
    'initial', a.aggminitval, 'inverse', a.aggminvtransfn::oid
  ) end as moving,
  a.aggcombinefn::oid as combine,
  a.aggserialfn::oid as serialize,
  a.aggdeserialfn::oid as deserialize,
  (
    select json_object_agg(f.oid, quote_ident(fn.nspname) || '.' || quote_ident(f.proname))
    from pg_proc f
    join pg_namespace fn on fn.oid = f.pronamespace
    where f.oid in (
      a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn,
      a.aggmtransfn, a.aggmfinalfn, a.aggminvtransfn
    )
  ) as functions
from pg_aggregate a
join pg_proc p on p.oid = a.aggfnoid
join pg_namespace n on n.oid = p.pronamespace
where p.oid >= 16384
  and n.nspname !~ '^pg_'
  and not exists (
    select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
  )
order by n.nspname, p.proname, oidvectortypes(p.proargtypes) collate "C"
