set check_function_bodies = off;

create schema shop;

create collation public.german (locale = 'C');

create domain public.level as integer
  constraint level_check check (VALUE > 0);

create type public.letters as range (subtype = text, subtype_opclass = text_pattern_ops, collation = public.german);
create type public.levels as range (subtype = public.level);

revoke all on type public.levels from public;

grant usage on type public.levels to authenticated;

create type public.span as range (subtype = integer);

comment on type public.span is 'From and to';

create type shop.timerange as range (subtype = time without time zone, multirange_type_name = shop.times);

create or replace function public.covers(one public.span, other public.span_multirange)
  returns boolean
  language sql
as $$select $1 <@ $2$$;

create or replace function public.time_diff(x time without time zone, y time without time zone)
  returns double precision
  language sql
  immutable
  strict
as $$select extract(epoch from (x - y))::float8$$;

create type public.hours as range (subtype = time without time zone, subtype_diff = public.time_diff);

create table public.opening (
  id bigint not null,
  during public.span not null default public.span(1, 2),
  others public.span_multirange,
  several shop.timerange[],
  free shop.times,
  known public.hours,
  constraint opening_pkey primary key (id),
  constraint opening_during_excl exclude using gist (during with &&)
);

revoke all on table public.opening from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.opening to anon, authenticated, service_role;

reset check_function_bodies;
