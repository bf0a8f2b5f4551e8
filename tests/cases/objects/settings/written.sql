create table public.parts (
  at integer not null,
  kind text,
  constraint parts_pkey primary key (at) with (fillfactor = 80)
)
partition by range (at);

revoke all on table public.parts from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.parts to anon, authenticated, service_role;

create table public.parts_1 (
  at integer constraint parts_at_not_null not null,
  kind text
);

create index parts_1_expr_idx on public.parts_1 ((at * 2));

alter index public.parts_1_expr_idx alter column 1 set statistics 3;

alter table public.parts attach partition public.parts_1 for values from (1) to (10);

revoke all on table public.parts_1 from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.parts_1 to anon, authenticated, service_role;

create table public.parts_2 (
  at integer constraint parts_at_not_null not null,
  kind text,
  constraint parts_2_pkey primary key (at) with (fillfactor = 30)
);

alter table only public.parts_2 alter column kind set statistics 12;

create index parts_2_expr_idx on public.parts_2 ((at * 2)) with (fillfactor = 44);

alter table public.parts attach partition public.parts_2 for values from (10) to (20);

revoke all on table public.parts_2 from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.parts_2 to anon, authenticated, service_role;

create table public.readings (
  id bigint not null,
  device text,
  body text compression pglz,
  taken date,
  constraint readings_pkey primary key (id) with (fillfactor = 70),
  constraint once unique (device, taken) include (body) with (fillfactor = 50, deduplicate_items = off) deferrable
);

alter table public.readings alter column body set storage external;
alter table only public.readings alter column device set statistics 500;
alter table only public.readings alter column device set (n_distinct = 40, n_distinct_inherited = -0.5);
alter table only public.readings alter column taken set statistics 0;

create index by_day on public.readings ((taken + 1), device, lower(body));

alter index public.by_day alter column 1 set statistics 9;
alter index public.by_day alter column 3 set statistics 10000;

revoke all on table public.readings from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.readings to anon, authenticated, service_role;

create table public.spans (
  at integer,
  constraint apart exclude using gist (int4range(at, (at + 1)) with &&) with (fillfactor='77')
);

revoke all on table public.spans from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.spans to anon, authenticated, service_role;

create table public.twice (
  at integer,
  constraint and_again unique (at)
);

alter table public.twice add constraint once_more unique (at) with (fillfactor = 40);

revoke all on table public.twice from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.twice to anon, authenticated, service_role;

create index parts_double on public.parts ((at * 2));

alter table public.readings cluster on by_day;
alter table public.spans cluster on apart;

create materialized view public.days as
SELECT device,
    body,
    taken
   FROM public.readings;

alter materialized view public.days alter column device set statistics 6;
alter materialized view public.days alter column device set (n_distinct = 2);
alter materialized view public.days alter column body set storage external;

create index days_taken on public.days (taken);

alter materialized view public.days cluster on days_taken;

revoke all on table public.days from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.days to anon, authenticated, service_role;

create view public.recent as
SELECT device,
    body
   FROM public.readings;

alter view public.recent alter column body set default ('nothing'::text || ' yet'::text);

revoke all on table public.recent from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.recent to anon, authenticated, service_role;
