-- case
-- squawk-ignore-file ban-drop-default
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Change what materialized view public.kinds sets on its columns
alter materialized view public.kinds alter column total set statistics -1;
alter materialized view public.kinds alter column kind set statistics 50;

-- Undo: Change what view public.bodies sets on its columns
alter view public.bodies alter column body drop default;

-- Undo: Choose the index that public.kinds is clustered on
alter materialized view public.kinds set without cluster;

-- Undo: Choose the index that public.events is clustered on
alter table public.events set without cluster;

-- Undo: Change the options of index events_lower_idx on public.events
alter index public.events_lower_idx alter column 1 set statistics 300;
alter index public.events_lower_idx alter column 2 set statistics -1;

-- Undo: Change the options of unique constraint events_kind_key on public.events
alter index public.events_kind_key set (fillfactor = 70);

-- Undo: Change the statistics settings of public.events.kind
alter table only public.events alter column kind set statistics 500;
alter table only public.events alter column kind set (n_distinct = 12);

-- Undo: Change the statistics settings of public.events.body
alter table only public.events alter column body set statistics -1;

-- Undo: Let public.events be clustered on no index
alter table public.events cluster on events_lower_idx;
