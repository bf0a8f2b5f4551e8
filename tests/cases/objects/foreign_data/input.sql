-- Wrappers, servers and foreign tables, as wrappers of Supabase are set up.
create extension if not exists wrappers with schema extensions;
create schema stripe;
create foreign data wrapper stripe_wrapper handler extensions.stripe_fdw_handler validator extensions.stripe_fdw_validator;
create foreign data wrapper plain options (debug 'true', "Odd" 'it''s');
comment on foreign data wrapper plain is 'No handler';
create server stripe_server foreign data wrapper stripe_wrapper options (api_key_id 'key in the vault', api_url 'https://x');
create server warehouse type 'pg' version '16' foreign data wrapper plain;
comment on server warehouse is 'Nightly copy';
grant usage on foreign server warehouse to authenticated with grant option;
grant usage on foreign data wrapper plain to service_role;
create foreign table stripe.customers (id text not null, email text options (name 'e-mail'), attrs jsonb)
  server stripe_server options (object 'customers', rowid_column 'id');
comment on foreign table stripe.customers is 'As Stripe has them';
comment on column stripe.customers.email is 'May be empty';
grant select on stripe.customers to authenticated;
create foreign table measures (at date not null default now(), value numeric options (c 'v') check (value > 0)) server warehouse;
alter foreign table measures alter column value set statistics 7;
create table events (at date not null, what text) partition by range (at);
create foreign table events_old partition of events for values from ('2020-01-01') to ('2021-01-01') server warehouse;
create foreign table events_older partition of events for values from ('2019-01-01') to ('2020-01-01')
  server warehouse options (t 'older');
create function stamp() returns trigger language plpgsql as $$begin return new; end$$;
create trigger stamped before insert on measures for each row execute function stamp();
create view recent as select id, email from stripe.customers;
