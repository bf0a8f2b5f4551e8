-- case
-- squawk-ignore-file ban-drop-generated-expression
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Keep public.lines.gross as an ordinary column
alter table public.lines alter column gross drop expression;

-- Set the default of public.lines.gross
alter table public.lines alter column gross set default 3;
