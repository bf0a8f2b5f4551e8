set check_function_bodies = off;

create schema stripe;

create extension if not exists wrappers with schema extensions;

create foreign data wrapper plain options ("Odd" 'it''s', debug 'true');

grant usage on foreign data wrapper plain to service_role;

comment on foreign data wrapper plain is 'No handler';

create foreign data wrapper stripe_wrapper handler extensions.stripe_fdw_handler validator extensions.stripe_fdw_validator;

create server stripe_server foreign data wrapper stripe_wrapper options (api_key_id 'key in the vault', api_url 'https://x');
create server warehouse type 'pg' version '16' foreign data wrapper plain;

grant usage on foreign server warehouse to authenticated with grant option;

comment on server warehouse is 'Nightly copy';

create table public.events (
  at date not null,
  what text
)
partition by range (at);

revoke all on table public.events from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.events to anon, authenticated, service_role;

create foreign table public.events_old partition of public.events
  for values from ('2020-01-01') to ('2021-01-01')
server warehouse;

revoke all on table public.events_old from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.events_old to anon, authenticated, service_role;

create foreign table public.events_older partition of public.events
  for values from ('2019-01-01') to ('2020-01-01')
server warehouse options (t 'older');

revoke all on table public.events_older from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.events_older to anon, authenticated, service_role;

create foreign table public.measures (
  at date not null default now(),
  value numeric options (c 'v'),
  constraint measures_value_check check (value > (0)::numeric)
)
server warehouse;

alter table only public.measures alter column value set statistics 7;

revoke all on table public.measures from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.measures to anon, authenticated, service_role;

create foreign table stripe.customers (
  id text not null,
  email text options (name 'e-mail'),
  attrs jsonb
)
server stripe_server options (object 'customers', rowid_column 'id');

revoke all on table stripe.customers from anon, authenticated, service_role;

grant select on table stripe.customers to authenticated;

comment on foreign table stripe.customers is 'As Stripe has them';
comment on column stripe.customers.email is 'May be empty';

create or replace function public.stamp()
  returns trigger
  language plpgsql
as $$begin return new; end$$;

create view public.recent as
SELECT id,
    email
   FROM stripe.customers;

revoke all on table public.recent from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.recent to anon, authenticated, service_role;

create trigger stamped
  before insert on public.measures
  for each row
  execute function public.stamp();

reset check_function_bodies;
