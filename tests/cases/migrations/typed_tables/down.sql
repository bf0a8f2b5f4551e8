-- case
-- squawk-ignore-file ban-drop-column, changing-column-type, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Alter type public.measure
alter type public.measure drop attribute taken_at cascade;
alter type public.measure alter attribute value type integer cascade;
alter type public.measure add attribute unit text cascade;
