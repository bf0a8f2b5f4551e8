set check_function_bodies = off;

create schema shop;

create type public.pair as (
  count bigint,
  total numeric
);

create table public.amounts (
  id bigint not null,
  amount numeric,
  constraint amounts_pkey primary key (id)
);

revoke all on table public.amounts from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.amounts to anon, authenticated, service_role;

create or replace function public.join_pairs(one public.pair, other public.pair)
  returns public.pair
  language sql
  immutable
as $$select (one.count + other.count, one.total + other.total)::pair$$;

create or replace function public.mean(state public.pair)
  returns numeric
  language sql
  immutable
as $$select state.total / nullif(state.count, 0)$$;

create or replace function public.take(state public.pair, value numeric)
  returns public.pair
  language sql
  immutable
as $$select (state.count + 1, state.total + value)::pair$$;

create or replace function public.untake(state public.pair, value numeric)
  returns public.pair
  language sql
  immutable
as $$select (state.count - 1, state.total - value)::pair$$;

create or replace function shop.collect(state double precision[], value double precision)
  returns double precision[]
  language sql
  immutable
as $$select array_append(state, value)$$;

create or replace function shop.pick(state double precision[], fraction double precision)
  returns double precision
  language sql
  immutable
as $$select state[ceil(fraction * cardinality(state))::int]$$;

create aggregate public.biggest(value integer) (
  sfunc = pg_catalog.int4larger,
  stype = integer,
  sortop = operator(pg_catalog.>)
);

create aggregate public.how_many(*) (
  sfunc = pg_catalog.int8inc,
  stype = bigint,
  initcond = '0'
);

create aggregate public.mean(numeric) (
  sfunc = public.take,
  stype = public.pair,
  sspace = 40,
  finalfunc = public.mean,
  finalfunc_modify = shareable,
  initcond = '(0,0)',
  combinefunc = public.join_pairs,
  msfunc = public.take,
  mstype = public.pair,
  minvfunc = public.untake,
  mfinalfunc = public.mean,
  minitcond = '(0,0)',
  parallel = safe
);

revoke all on function public.mean(numeric) from public, anon, authenticated, service_role;

grant execute on function public.mean(numeric) to authenticated with grant option;

comment on aggregate public.mean(numeric) is 'The mean';

create or replace function public.of_all()
  returns numeric
  language sql
BEGIN ATOMIC
 SELECT public.mean(amounts.amount) AS mean
    FROM public.amounts;
END;

create aggregate shop."Middle"(fraction double precision order by double precision) (
  sfunc = shop.collect,
  stype = double precision[],
  finalfunc = shop.pick,
  finalfunc_modify = read_only,
  initcond = '{}'
);

create aggregate shop.longest(variadic text[]) (
  sfunc = pg_catalog.array_larger,
  stype = text[]
);

create aggregate shop.place(double precision order by double precision) (
  sfunc = shop.collect,
  stype = double precision[],
  finalfunc = shop.pick,
  initcond = '{}',
  hypothetical
);

create view public.means as
SELECT public.mean(amount) AS amount,
    public.how_many(*) AS how_many
   FROM public.amounts;

revoke all on table public.means from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.means to anon, authenticated, service_role;

reset check_function_bodies;
