create materialized view public.kept as
SELECT 1 AS a,
    2 AS b;

revoke all on table public.kept from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.kept to anon, authenticated, service_role;

grant select (b) on table public.kept to anon;

create view public.two as
SELECT 1 AS a,
    2 AS "B b";

revoke all on table public.two from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.two to anon, authenticated;

grant select (a, "B b"), update (a) on table public.two to anon;

grant select, truncate, references, trigger, maintain on table public.two to service_role;

grant select (a) on table public.two to authenticated with grant option;

comment on column public.two."B b" is 'Two';
