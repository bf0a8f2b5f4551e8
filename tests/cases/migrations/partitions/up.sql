-- case
-- squawk-ignore-file renaming-column, renaming-object, renaming-table, require-concurrent-index-creation, require-concurrent-index-deletion, require-concurrent-partition-detach
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Detach partition public.events_2025
alter table public.events detach partition public.events_2025;
do $$
declare
  renamed record;
begin
  for renamed in
    select con.conname as old_name, names.new_name
    from pg_catalog.pg_constraint con
    join (values
      ('events_day_not_null', 'events_2025_day_not_null')
    ) as names (old_name, new_name) on names.old_name = con.conname
    where con.conrelid = 'public.events_2025'::pg_catalog.regclass and con.contype = 'n'
  loop
    execute pg_catalog.format(
      'alter table public.events_2025 rename constraint %I to %I', renamed.old_name, renamed.new_name
    );
  end loop;
end
$$;

-- Drop index events_name_idx on public.events
drop index public.events_name_idx;

-- Create table public.events_2027
create table public.events_2027 partition of public.events
  for values from ('2027-01-01') to ('2028-01-01');
revoke all on table public.events_2027 from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.events_2027 to anon, authenticated, service_role;

-- Add column public.events.place
alter table public.events add column place text;

-- Add column public.events_2025.place
alter table public.events_2025 add column place text;

-- Create index events_name_idx on public.events
create index events_name_idx on public.events (name, day);
