-- case_expand
-- squawk-ignore-file ban-drop-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Change the replica identity of table public.readings
alter table public.readings replica identity default;

-- Alter publication readings_out
alter publication readings_out drop table only public.readings;
alter publication readings_out add table only public.readings (id, sensor) where (value > 3);

-- pg-delta: transaction=false
-- case_readings_known_new_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index _readings_known_new on public.readings
create unique index concurrently _readings_known_new on public.readings (sensor, id);

-- case_expand_2
-- squawk-ignore-file renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Put the new index readings_known on public.readings in the place of the old one
alter index public.readings_known rename to _readings_known_old;
alter index public._readings_known_new rename to readings_known;

-- Change the replica identity of table public.readings
alter table public.readings replica identity using index readings_known;

-- pg-delta: transaction=false
-- case_readings_known_old_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Drop index _readings_known_old on public.readings
drop index concurrently public._readings_known_old;

-- case_contract
-- squawk-ignore-file ban-drop-column
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop column public.readings.place
alter table public.readings drop column place;
