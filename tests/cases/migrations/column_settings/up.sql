-- case
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Let public.events be clustered on no index
alter table public.events set without cluster;

-- Change the statistics settings of public.events.body
alter table only public.events alter column body set statistics 0;

-- Change the statistics settings of public.events.kind
alter table only public.events alter column kind set statistics -1;
alter table only public.events alter column kind set (n_distinct = -0.5);

-- Change the options of unique constraint events_kind_key on public.events
alter index public.events_kind_key set (fillfactor = 90);

-- Change the options of index events_lower_idx on public.events
alter index public.events_lower_idx alter column 1 set statistics 100;
alter index public.events_lower_idx alter column 2 set statistics 200;

-- Choose the index that public.events is clustered on
alter table public.events cluster on events_kind_key;

-- Choose the index that public.kinds is clustered on
alter materialized view public.kinds cluster on kinds_kind_idx;

-- Change what view public.bodies sets on its columns
alter view public.bodies alter column body set default 'nothing'::text;

-- Change what materialized view public.kinds sets on its columns
alter materialized view public.kinds alter column kind set statistics -1;
alter materialized view public.kinds alter column total set statistics 60;
