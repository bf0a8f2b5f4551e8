-- case
-- squawk-ignore-file ban-alter-domain-with-add-constraint, ban-drop-not-null, renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Alter domain public.plain
do $$
declare
  former name;
begin
  select con.conname into former from pg_catalog.pg_constraint con
    where con.contypid = 'public.plain'::pg_catalog.regtype and con.contype = 'n' and con.conname <> 'plain_not_null';
  if found then
    execute pg_catalog.format('alter domain %s rename constraint %I to %I', 'public.plain', former, 'plain_not_null');
  end if;
end
$$;

-- Undo: Alter domain public.named
do $$
declare
  former name;
begin
  select con.conname into former from pg_catalog.pg_constraint con
    where con.contypid = 'public.named'::pg_catalog.regtype and con.contype = 'n' and con.conname <> 'mine';
  if found then
    execute pg_catalog.format('alter domain %s rename constraint %I to %I', 'public.named', former, 'mine');
  end if;
end
$$;

-- Undo: Alter domain public.free
alter domain public.free drop not null;
