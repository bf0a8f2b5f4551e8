-- case_expand
-- squawk-ignore-file ban-drop-view, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Drop view public.totals
drop view public.totals;

-- Create function public.larger(bigint, integer)
create or replace function public.larger(state bigint, value integer)
  returns bigint
  language sql
  immutable
as $$select greatest(state, value)$$;

-- Alter aggregate public.total(integer)
create or replace aggregate public.total(integer) (
  sfunc = public.add,
  stype = integer,
  initcond = '0',
  combinefunc = public.add,
  parallel = safe
);

-- Change the privileges on public.total(integer)
grant execute on function public.total(integer) to anon;

-- Set the comment on public.total(integer)
comment on aggregate public.total(integer) is 'The sum';

-- case_contract
-- squawk-ignore-file ban-drop-function, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop aggregate public.gone(integer)
drop aggregate public.gone(integer);

-- case_expand_2
-- squawk-ignore-file ban-drop-function, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop aggregate public.largest(integer)
drop aggregate public.largest(integer);

-- Create aggregate public.largest(integer)
create aggregate public.largest(integer) (
  sfunc = public.larger,
  stype = bigint
);

-- Create view public.totals
create view public.totals as
SELECT public.total(amount) AS total,
    public.largest(amount) AS largest
   FROM public.amounts;
revoke all on table public.totals from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.totals to anon, authenticated, service_role;
