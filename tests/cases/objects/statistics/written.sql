create schema plans;

create table public.parts (
  at integer,
  kind text
)
partition by range (at);

revoke all on table public.parts from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.parts to anon, authenticated, service_role;

create table public.visits (
  id bigint,
  city text,
  zip text,
  at timestamp without time zone,
  "Odd, name" integer
);

revoke all on table public.visits from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.visits to anon, authenticated, service_role;

create materialized view public.kept as
SELECT city,
    zip
   FROM public.visits;

revoke all on table public.kept from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.kept to anon, authenticated, service_role;

create statistics plans."some" (ndistinct, mcv)
  on id, city, zip from public.visits;

alter statistics plans."some" set statistics 500;

create statistics public."Up, per" (dependencies)
  on id, "Odd, name" from public.visits;

create statistics public."both" (mcv)
  on zip, (date_trunc('day'::text, at)), ("Odd, name" % 7) from public.visits;

alter statistics public."both" set statistics 0;

create statistics public.one_expression
  on (lower(city)) from public.visits;

create statistics public.parts_kinds
  on at, kind from public.parts;

create statistics public.visits_all
  on city, zip from public.visits;

comment on statistics public.visits_all is 'City follows from zip';
