-- case
-- squawk-ignore-file ban-drop-column, ban-drop-table, renaming-column, renaming-object, renaming-table, require-concurrent-index-creation, require-concurrent-index-deletion
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Create index events_name_idx on public.events
drop index public.events_name_idx;

-- Undo: Add column public.events_2025.place
alter table public.events_2025 drop column place;

-- Undo: Add column public.events.place
alter table public.events drop column place;

-- Undo: Create table public.events_2027
drop table public.events_2027;

-- Undo: Drop index events_name_idx on public.events
create index events_name_idx on public.events (name);

-- Undo: Detach partition public.events_2025
do $$
declare
  renamed record;
begin
  for renamed in
    select con.conname as old_name, names.new_name
    from pg_catalog.pg_constraint con
    join (values
      ('events_2025_day_not_null', 'events_day_not_null')
    ) as names (old_name, new_name) on names.old_name = con.conname
    where con.conrelid = 'public.events_2025'::pg_catalog.regclass and con.contype = 'n'
  loop
    execute pg_catalog.format(
      'alter table public.events_2025 rename constraint %I to %I', renamed.old_name, renamed.new_name
    );
  end loop;
end
$$;
alter table public.events attach partition public.events_2025 for values from ('2025-01-01') to ('2026-01-01');
