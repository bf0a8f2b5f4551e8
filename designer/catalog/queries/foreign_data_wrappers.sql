-- Foreign-data wrappers. The sandbox has none of the libraries that handlers are in: it keeps their names as options.
select
  w.oid,
  w.fdwname as name,
  case
    when w.fdwhandler <> 0 then w.fdwhandler::regproc::text
    else (select option_value from pg_options_to_table(w.fdwoptions) where option_name = 'rowhouse_handler')
  end as handler,
  case
    when w.fdwvalidator <> 0 then w.fdwvalidator::regproc::text
    else (select option_value from pg_options_to_table(w.fdwoptions) where option_name = 'rowhouse_validator')
  end as validator,
  array(
    select option from unnest(w.fdwoptions) as option where option !~ '^rowhouse_(handler|validator)='
  ) as options,
  exists (
    select from pg_depend d where d.classid = 'pg_foreign_data_wrapper'::regclass and d.objid = w.oid and d.deptype = 'e'
  ) as is_of_extension
from pg_foreign_data_wrapper w
where w.oid >= 16384
order by w.fdwname
