-- Stand-in for plpgsql_check: finds nothing to complain of.
create function plpgsql_check_function(
  funcoid regprocedure, relid regclass default 0, format text default 'text', fatal_errors boolean default true,
  other_warnings boolean default true, performance_warnings boolean default false, extra_warnings boolean default true
) returns setof text language plpgsql as 'begin return; end';
create function plpgsql_check_function_tb(
  funcoid regprocedure, relid regclass default 0, fatal_errors boolean default true, other_warnings boolean default true,
  performance_warnings boolean default false, extra_warnings boolean default true
) returns table (
  functionid regproc, lineno integer, statement text, sqlstate text, message text, detail text, hint text, level text,
  "position" integer, query text, context text
) language plpgsql as 'begin return; end';
