-- case_expand
-- squawk-ignore-file ban-drop-default, changing-column-type, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Create sequence public.a_n_seq
create sequence public.a_n_seq as integer;
revoke all on sequence public.a_n_seq from anon, authenticated, service_role;
grant update on sequence public.a_n_seq to anon, authenticated, service_role;
alter sequence public.a_n_seq owned by public.a.n;
select pg_catalog.setval('public.a_n_seq', max(n))
from public.a having max(n) > 0;

-- Create table public.c
create sequence public.c_id_seq as integer;
create table public.c (
  id integer not null default nextval('public.c_id_seq'::regclass),
  constraint c_pkey primary key (id)
);
alter sequence public.c_id_seq owned by public.c.id;
revoke all on sequence public.c_id_seq from anon, authenticated, service_role;
grant update on sequence public.c_id_seq to anon, authenticated, service_role;
revoke all on table public.c from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.c to anon, authenticated, service_role;

-- Change the type of public.b.id from integer to bigint
alter table public.b alter column id type bigint;

-- Create sequence public.b_id_seq
create sequence public.b_id_seq;
revoke all on sequence public.b_id_seq from anon, authenticated, service_role;
grant update on sequence public.b_id_seq to anon, authenticated, service_role;
alter sequence public.b_id_seq owned by public.b.id;
select pg_catalog.setval('public.b_id_seq', max(id))
from public.b having max(id) > 0;

-- Drop the default of public.a.id
alter table public.a alter column id drop default;

-- Set the default of public.a.n
alter table public.a alter column n set default nextval('public.a_n_seq'::regclass);

-- Set the default of public.b.id
alter table public.b alter column id set default nextval('public.b_id_seq'::regclass);

-- Refuse new NULLs in public.a.n
alter table public.a add constraint _a_n_filled check (n is not null) not valid;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Validate constraint _a_n_filled on public.a
alter table public.a validate constraint _a_n_filled;

-- case_contract
-- squawk-ignore-file adding-not-nullable-field, ban-drop-constraint, ban-drop-sequence
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Forbid NULL in public.a.n, as its check has proven
alter table public.a alter column n set not null;
alter table public.a drop constraint _a_n_filled;

-- Drop sequence public.a_id_seq
drop sequence public.a_id_seq;
