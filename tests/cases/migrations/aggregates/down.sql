-- case_expand_2
-- squawk-ignore-file ban-drop-function, ban-drop-view, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Create view public.totals
drop view public.totals;

-- Undo: Create aggregate public.largest(integer)
drop aggregate public.largest(integer);

-- Undo: Drop aggregate public.largest(integer)
create aggregate public.largest(integer) (
  sfunc = pg_catalog.int4larger,
  stype = integer
);

-- case_contract
-- squawk-ignore-file prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop aggregate public.gone(integer)
create aggregate public.gone(integer) (
  sfunc = pg_catalog.int4larger,
  stype = integer
);

-- case_expand
-- squawk-ignore-file ban-drop-function, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Undo: Set the comment on public.total(integer)
comment on aggregate public.total(integer) is 'Sum';

-- Undo: Change the privileges on public.total(integer)
revoke execute on function public.total(integer) from anon;

-- Undo: Alter aggregate public.total(integer)
create or replace aggregate public.total(integer) (
  sfunc = public.add,
  stype = integer,
  initcond = '0'
);

-- Undo: Create function public.larger(bigint, integer)
drop function public.larger(bigint, integer);

-- Undo: Drop view public.totals
create view public.totals as
SELECT public.total(amount) AS total,
    public.largest(amount) AS largest
   FROM public.amounts;
revoke all on table public.totals from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.totals to anon, authenticated, service_role;
