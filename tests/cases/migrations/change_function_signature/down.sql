-- case_expand_3
-- squawk-ignore-file ban-drop-function, ban-drop-view
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Undo: Create policy readers on public.documents
drop policy readers on public.documents;

-- Undo: Create view public.readable
drop view public.readable;

-- Undo: Create function public.may_read(bigint)
drop function public.may_read(bigint);

-- case_contract_2
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Undo: Drop function public.may_read(bigint)
create or replace function public.may_read(document bigint)
  returns boolean
  language sql
  stable
as $$ select document > 0 $$;

-- case_expand_2
-- squawk-ignore-file ban-drop-default, ban-drop-function
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Undo: Set the default of public.documents.size
alter table public.documents alter column size drop default;

-- Undo: Create function public.first_size()
drop function public.first_size();

-- case_contract
-- squawk-ignore-file prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Undo: Drop function public.first_size()
create or replace function public.first_size()
  returns integer
  language sql
  immutable
as $$ select 1 $$;

-- case_expand
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop the default of public.documents.size
alter table public.documents alter column size set default public.first_size();

-- Undo: Drop view public.readable
create view public.readable as
SELECT id
   FROM public.documents
  WHERE public.may_read(id);
revoke all on table public.readable from anon, authenticated, service_role;
grant select, truncate, references, trigger, maintain on table public.readable to anon;
grant truncate, references, trigger, maintain on table public.readable to authenticated, service_role;

-- Undo: Drop policy readers on public.documents
create policy readers on public.documents
  for select
  to public
  using (public.may_read(id));
