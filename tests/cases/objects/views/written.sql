create table public.orders (
  id bigint not null,
  total numeric,
  state text,
  constraint orders_pkey primary key (id)
);

revoke all on table public.orders from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.orders to anon, authenticated, service_role;

create view public.by_key as
SELECT id,
    total
   FROM public.orders
  GROUP BY id;

revoke all on table public.by_key from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.by_key to anon, authenticated, service_role;

create view public.checked
  with (check_option = cascaded) as
SELECT id,
    state
   FROM public.orders
  WHERE (state = 'open'::text);

revoke all on table public.checked from anon, authenticated, service_role;

grant select, truncate, references, trigger, maintain on table public.checked to anon;

grant truncate, references, trigger, maintain on table public.checked to authenticated, service_role;

create view public.checked_here
  with (security_barrier = true, security_invoker = true, check_option = local) as
SELECT id,
    state
   FROM public.checked
  WHERE (id > 0);

revoke all on table public.checked_here from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.checked_here to anon, authenticated, service_role;

create view public.named as
SELECT id AS "Or der",
    total AS sum
   FROM public.orders;

revoke all on table public.named from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.named to anon, authenticated, service_role;

create view public.numbers as
WITH RECURSIVE numbers(n) AS (
         VALUES (1)
        UNION ALL
         SELECT (numbers_1.n + 1)
           FROM numbers numbers_1
          WHERE (numbers_1.n < 5)
        )
 SELECT n
   FROM numbers;

revoke all on table public.numbers from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.numbers to anon, authenticated, service_role;

create view public.plain as
SELECT id,
    total
   FROM public.orders;

alter view public.plain alter column total set default 0;

revoke all on table public.plain from anon, authenticated, service_role;

grant select, truncate, references, trigger, maintain on table public.plain to anon;

grant truncate, references, trigger, maintain on table public.plain to authenticated, service_role;

comment on view public.plain is 'It''s plain';
comment on column public.plain.total is 'Before tax';

create view public.of_view as
SELECT id,
    total,
    ( SELECT count(*) AS count
           FROM public.numbers) AS many
   FROM public.plain p;

revoke all on table public.of_view from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.of_view to anon, authenticated, service_role;
