-- case_contract
-- squawk-ignore-file ban-drop-not-null, constraint-missing-not-valid, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop sequence public.a_id_seq
create sequence public.a_id_seq as integer;
revoke all on sequence public.a_id_seq from anon, authenticated, service_role;
grant update on sequence public.a_id_seq to anon, authenticated, service_role;
alter sequence public.a_id_seq owned by public.a.id;
select pg_catalog.setval('public.a_id_seq', max(id))
from public.a having max(id) > 0;

-- Undo: Forbid NULL in public.a.n, as its check has proven
alter table public.a alter column n drop not null;
alter table public.a add constraint _a_n_filled check (n is not null) not valid;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_expand
-- squawk-ignore-file ban-drop-constraint, ban-drop-default, ban-drop-sequence, ban-drop-table, changing-column-type, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Refuse new NULLs in public.a.n
alter table public.a drop constraint _a_n_filled;

-- Undo: Set the default of public.b.id
alter table public.b alter column id drop default;

-- Undo: Set the default of public.a.n
alter table public.a alter column n drop default;

-- Undo: Drop the default of public.a.id
alter table public.a alter column id set default nextval('public.a_id_seq'::regclass);

-- Undo: Create sequence public.b_id_seq
drop sequence public.b_id_seq;

-- Undo: Change the type of public.b.id from integer to bigint
alter table public.b alter column id type integer using id::integer;

-- Undo: Create table public.c
drop table public.c;

-- Undo: Create sequence public.a_n_seq
drop sequence public.a_n_seq;
