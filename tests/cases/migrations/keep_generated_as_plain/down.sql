-- case
-- squawk-ignore-file adding-field-with-default, ban-drop-column, ban-drop-default, constraint-missing-not-valid, disallowed-unique-constraint, prefer-bigint-over-int, require-concurrent-index-creation
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Set the default of public.lines.gross
alter table public.lines alter column gross drop default;

-- Undo: Keep public.lines.gross as an ordinary column
alter table public.lines drop column gross;
alter table public.lines add column gross integer generated always as (net * 2) stored;
alter table public.lines add constraint gross_is_unique unique (gross);
alter table public.lines add constraint gross_is_positive check (gross > 0);
create index lines_gross_idx on public.lines (gross);
create index lines_net_idx on public.lines (net)
  where (gross > 10);
