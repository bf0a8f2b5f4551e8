-- case
-- squawk-ignore-file adding-field-with-default, adding-required-field
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Create enum public.role
create type public.role as enum (
  'guest',
  'host'
);

-- Add column public.people.role
alter table public.people add column role public.role not null default 'guest'::public.role;
