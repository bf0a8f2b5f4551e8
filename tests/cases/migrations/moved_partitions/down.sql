-- case_expand_2
-- squawk-ignore-file ban-drop-table, require-concurrent-partition-detach
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Attach partition public.parts_0 again
alter table public.parts detach partition public.parts_0;

-- Undo: Let partition public.parts_0 go for a moment
do $$begin
  alter table public.parts attach partition public.parts_0 for values with (modulus 2, remainder 0);
exception when check_violation then
  create temporary table _parts_0_held as table public.parts_0;
  truncate public.parts_0;
  alter table public.parts attach partition public.parts_0 for values with (modulus 2, remainder 0);
end
$$;

-- Undo: Drop table public.parts_1
create table public.parts_1 partition of public.parts
  for values with (modulus 2, remainder 1);
revoke all on table public.parts_1 from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.parts_1 to anon, authenticated, service_role;

-- Undo: Hold the rows of partitions of public.parts that go
do $$begin
  if pg_catalog.to_regclass('pg_temp._parts_0_held') is not null then
    insert into public.parts (id) overriding system value
    select id from pg_temp._parts_0_held;
    drop table pg_temp._parts_0_held;
  end if;
end
$$;

-- Undo: Put rows of public.kinds into the partitions they belong to now
create temporary table _kinds_a_held as table public.kinds_a;

-- Undo: Create table public.kinds_a
drop table public.kinds_a;

-- Undo: Drop table public.kinds_rest
create table public.kinds_rest partition of public.kinds
  default;
revoke all on table public.kinds_rest from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.kinds_rest to anon, authenticated, service_role;

-- Undo: Hold the rows of partitions of public.kinds that go
do $$declare
  kept record;
begin
  begin
    insert into public.kinds (name) overriding system value
    select name from pg_temp._kinds_a_held;
  exception when check_violation then
    -- Some fit no partition: those go with the one they were in.
    for kept in select name from pg_temp._kinds_a_held loop
      begin
        insert into public.kinds (name) overriding system value
        values (kept.name);
      exception when check_violation then
        null;
      end;
    end loop;
  end;
  drop table pg_temp._kinds_a_held;
end
$$;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- pg-delta: transaction=false
-- case_lines_1_note_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index lines_1_note on public.lines_1
drop index concurrently public.lines_1_note;

-- case_expand
-- squawk-ignore-file adding-foreign-key-constraint, ban-drop-constraint, ban-drop-table, constraint-missing-not-valid, require-concurrent-index-creation, require-concurrent-partition-detach
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add foreign key notes_event_id_fkey on public.notes
alter table public.notes drop constraint notes_event_id_fkey;

-- Undo: Put rows of public.events into the partitions they belong to now
create temporary table _events_3_held as table public.events_3;

-- Undo: Attach partition public.events_rest again
alter table public.events detach partition public.events_rest;

-- Undo: Attach partition public.events_2 again
alter table public.events detach partition public.events_2;

-- Undo: Attach partition public.events_1 again
alter table public.events detach partition public.events_1;

-- Undo: Create table public.events_3
alter table public.events detach partition public.events_3;
drop table public.events_3;

-- Undo: Let partition public.events_2 go for a moment
do $$begin
  alter table public.events attach partition public.events_2 for values from ('100') to ('200');
exception when check_violation then
  create temporary table _events_2_held as table public.events_2;
  truncate public.events_2;
  alter table public.events attach partition public.events_2 for values from ('100') to ('200');
end
$$;

-- Undo: Let partition public.events_1 go for a moment
do $$begin
  alter table public.events attach partition public.events_1 for values from ('0') to ('100');
exception when check_violation then
  create temporary table _events_1_held as table public.events_1;
  truncate public.events_1;
  alter table public.events attach partition public.events_1 for values from ('0') to ('100');
end
$$;

-- Undo: Let partition public.events_rest go for a moment
do $$begin
  alter table public.events attach partition public.events_rest default;
exception when check_violation then
  create temporary table _events_rest_held as table public.events_rest;
  truncate public.events_rest;
  alter table public.events attach partition public.events_rest default;
end
$$;

-- Undo: Hold the rows of partitions of public.events that go
do $$begin
  if pg_catalog.to_regclass('pg_temp._events_1_held') is not null then
    insert into public.events (id, name) overriding system value
    select id, name from pg_temp._events_1_held;
    drop table pg_temp._events_1_held;
  end if;
end
$$;
do $$begin
  if pg_catalog.to_regclass('pg_temp._events_2_held') is not null then
    insert into public.events (id, name) overriding system value
    select id, name from pg_temp._events_2_held;
    drop table pg_temp._events_2_held;
  end if;
end
$$;
do $$begin
  if pg_catalog.to_regclass('pg_temp._events_rest_held') is not null then
    insert into public.events (id, name) overriding system value
    select id, name from pg_temp._events_rest_held;
    drop table pg_temp._events_rest_held;
  end if;
end
$$;
do $$declare
  kept record;
begin
  begin
    insert into public.events (id, name) overriding system value
    select id, name from pg_temp._events_3_held;
  exception when check_violation then
    -- Some fit no partition: those go with the one they were in.
    for kept in select id, name from pg_temp._events_3_held loop
      begin
        insert into public.events (id, name) overriding system value
        values (kept.id, kept.name);
      exception when check_violation then
        null;
      end;
    end loop;
  end;
  drop table pg_temp._events_3_held;
end
$$;

-- Undo: Drop index lines_1_note on public.lines_1
create index lines_1_note on public.lines_1 (note);

-- Undo: Drop index lines_note on public.lines
create index lines_note on public.lines (note);

-- Undo: Drop foreign key notes_event_id_fkey on public.notes
alter table public.notes
  add constraint notes_event_id_fkey
  foreign key (event_id) references public.events (id);
