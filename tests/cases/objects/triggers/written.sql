set check_function_bodies = off;

create schema fn;

create table public.log (
  at timestamp with time zone default now(),
  what text
);

revoke all on table public.log from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.log to anon, authenticated, service_role;

create table public.orders (
  id bigint not null,
  total numeric,
  "Sta te" text,
  constraint orders_pkey primary key (id)
);

revoke all on table public.orders from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.orders to anon, authenticated, service_role;

create table public.parts (
  id integer,
  region text
)
partition by list (region);

revoke all on table public.parts from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.parts to anon, authenticated, service_role;

create table public.parts_eu partition of public.parts
  for values in ('eu');

revoke all on table public.parts_eu from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.parts_eu to anon, authenticated, service_role;

create or replace function fn."Ac t"()
  returns trigger
  language plpgsql
as $$ begin return coalesce(new, old); end $$;

create view public.open_orders as
SELECT id,
    total
   FROM public.orders;

revoke all on table public.open_orders from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.open_orders to anon, authenticated, service_role;

create trigger "In stead"
  instead of insert or update or delete on public.open_orders
  for each row
  execute function fn."Ac t"();

comment on trigger "In stead" on public.open_orders is 'Writes through';

create trigger always
  after insert on public.log
  for each row
  execute function fn."Ac t"();

alter table public.log enable always trigger always;

create constraint trigger at_once
  after delete on public.orders
  for each row
  execute function fn."Ac t"();

create trigger before_all
  before insert or update or delete on public.orders
  for each row
  execute function fn."Ac t"('it''s', '', '1');

create constraint trigger checked
  after insert or update on public.orders
  deferrable initially deferred
  for each row
  when (new.total > (0)::numeric)
  execute function fn."Ac t"();

create trigger columns
  before update of total, "Sta te" on public.orders
  for each row
  when ((old.total IS DISTINCT FROM new.total) OR (new."Sta te" = 'paid'::text))
  execute function fn."Ac t"();

comment on trigger columns on public.orders is 'Only some';

create trigger emptied
  after truncate on public.orders
  for each statement
  execute function fn."Ac t"();

create trigger off
  after insert on public.log
  for each row
  execute function fn."Ac t"();

alter table public.log disable trigger off;

create trigger on_new_user
  after insert on auth.users
  for each row
  execute function fn."Ac t"();

create trigger on_parts
  after insert on public.parts
  for each row
  execute function fn."Ac t"();

create trigger replicas
  after insert on public.log
  for each row
  execute function fn."Ac t"();

alter table public.log enable replica trigger replicas;

create trigger transitions
  after update on public.orders
  referencing old table as "Old ones" new table as now_there
  for each statement
  execute function fn."Ac t"();

reset check_function_bodies;
