-- Publications with the schemas and the tables they name.
select
  p.oid,
  p.pubname as name,
  p.puballtables as all_tables,
  array_remove(array[
    case when p.pubinsert then 'insert' end,
    case when p.pubupdate then 'update' end,
    case when p.pubdelete then 'delete' end,
    case when p.pubtruncate then 'truncate' end
  ], null) as operations,
  p.pubviaroot as via_root,
  coalesce(to_jsonb(p) ->> 'pubgencols', 'n') as generated_columns,
  array(
    select n.nspname
    from pg_publication_namespace pn
    join pg_namespace n on n.oid = pn.pnnspid
    where pn.pnpubid = p.oid
    order by n.nspname
  ) as schemas,
  coalesce((
    select json_agg(json_build_object(
      'relation', c.oid,
      'schema', n.nspname,
      'name', c.relname,
      'columns', pr.prattrs::int2[],
      'predicate', pg_get_expr(pr.prqual, pr.prrelid)
    ) order by n.nspname, c.relname)
    from pg_publication_rel pr
    join pg_class c on c.oid = pr.prrelid
    join pg_namespace n on n.oid = c.relnamespace
    where pr.prpubid = p.oid
  ), '[]') as tables
from pg_publication p
order by p.pubname
