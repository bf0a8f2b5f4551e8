-- case_contract
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop column public.readings.place
alter table public.readings add column place text;

-- pg-delta: transaction=false
-- case_readings_known_old_concurrently
-- squawk-ignore-file disallowed-unique-constraint, prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Drop index _readings_known_old on public.readings
create unique index concurrently _readings_known_old on public.readings (id);

-- case_expand_2
-- squawk-ignore-file renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Change the replica identity of table public.readings
alter table public.readings replica identity default;

-- Undo: Put the new index readings_known on public.readings in the place of the old one
alter index public.readings_known rename to _readings_known_new;
alter index public._readings_known_old rename to readings_known;

-- pg-delta: transaction=false
-- case_readings_known_new_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index _readings_known_new on public.readings
drop index concurrently public._readings_known_new;

-- case_expand
-- squawk-ignore-file ban-drop-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Alter publication readings_out
alter publication readings_out drop table only public.readings;
alter publication readings_out add table only public.readings (id, sensor, place) where (value > 3);

-- Undo: Change the replica identity of table public.readings
alter table public.readings replica identity using index readings_known;
