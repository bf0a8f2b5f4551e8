-- Row-level-security policies; no role at all stands for PUBLIC.
select
  p.oid,
  p.polrelid as relation,
  p.polname as name,
  p.polcmd as command,
  p.polpermissive as is_permissive,
  array(select r.rolname from pg_roles r where r.oid = any (p.polroles) order by r.rolname) as roles,
  pg_get_expr(p.polqual, p.polrelid) as using_expression,
  pg_get_expr(p.polwithcheck, p.polrelid) as check_expression
from pg_policy p
order by p.polrelid, p.polname
