-- case
-- squawk-ignore-file ban-drop-column, changing-column-type
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Alter type public.measure
alter type public.measure drop attribute unit cascade;
alter type public.measure alter attribute value type bigint cascade;
alter type public.measure add attribute taken_at timestamp with time zone cascade;
