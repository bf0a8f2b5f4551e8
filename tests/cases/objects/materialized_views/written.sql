create table public.orders (
  id bigint not null,
  total numeric,
  note text,
  constraint orders_pkey primary key (id)
);

revoke all on table public.orders from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.orders to anon, authenticated, service_role;

create materialized view public.totals
  with (fillfactor = 70, autovacuum_enabled = false) as
SELECT id,
    total,
    note
   FROM public.orders;

create unique index totals_id on public.totals (id);

alter materialized view public.totals cluster on totals_id;

revoke all on table public.totals from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.totals to anon, service_role;

grant select, truncate, references, trigger, maintain on table public.totals to authenticated;

comment on materialized view public.totals is 'Totals';
comment on column public.totals.total is 'Total';

create materialized view public.empty as
SELECT id
   FROM public.totals
with no data;

create index empty_id_idx on public.empty using hash (id);

revoke all on table public.empty from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.empty to anon, authenticated, service_role;

CREATE INDEX "To tals" ON public.totals USING btree (lower(note) DESC NULLS LAST) INCLUDE (total) WHERE (total > (0)::numeric);

COMMENT ON INDEX public."To tals" IS 'An index';
