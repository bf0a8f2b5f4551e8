-- case
-- squawk-ignore-file adding-not-nullable-field, ban-alter-domain-with-add-constraint, renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Alter domain public.free
alter domain public.free set not null;
do $$
declare
  former name;
begin
  select con.conname into former from pg_catalog.pg_constraint con
    where con.contypid = 'public.free'::pg_catalog.regtype and con.contype = 'n' and con.conname <> 'now';
  if found then
    execute pg_catalog.format('alter domain %s rename constraint %I to %I', 'public.free', former, 'now');
  end if;
end
$$;

-- Alter domain public.named
do $$
declare
  former name;
begin
  select con.conname into former from pg_catalog.pg_constraint con
    where con.contypid = 'public.named'::pg_catalog.regtype and con.contype = 'n' and con.conname <> 'named_not_null';
  if found then
    execute pg_catalog.format('alter domain %s rename constraint %I to %I', 'public.named', former, 'named_not_null');
  end if;
end
$$;

-- Alter domain public.plain
do $$
declare
  former name;
begin
  select con.conname into former from pg_catalog.pg_constraint con
    where con.contypid = 'public.plain'::pg_catalog.regtype and con.contype = 'n' and con.conname <> 'it''s mine';
  if found then
    execute pg_catalog.format('alter domain %s rename constraint %I to %I', 'public.plain', former, 'it''s mine');
  end if;
end
$$;
