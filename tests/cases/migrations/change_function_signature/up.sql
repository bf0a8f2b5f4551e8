-- case_expand
-- squawk-ignore-file ban-drop-default, ban-drop-view
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop policy readers on public.documents
drop policy readers on public.documents;

-- Drop view public.readable
drop view public.readable;

-- Drop the default of public.documents.size
alter table public.documents alter column size drop default;

-- case_contract
-- squawk-ignore-file ban-drop-function
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Drop function public.first_size()
drop function public.first_size();

-- case_expand_2
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Create function public.first_size()
create or replace function public.first_size()
  returns bigint
  language sql
  immutable
as $$ select 1::bigint $$;

-- Set the default of public.documents.size
alter table public.documents alter column size set default public.first_size();

-- case_contract_2
-- squawk-ignore-file ban-drop-function
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Drop function public.may_read(bigint)
drop function public.may_read(bigint);

-- case_expand_3
set local lock_timeout = '4s';
set local statement_timeout = '2min';
set local check_function_bodies = off;

-- Create function public.may_read(bigint)
create or replace function public.may_read(document_id bigint)
  returns boolean
  language sql
  stable
as $$ select document_id > 0 $$;

-- Create view public.readable
create view public.readable as
SELECT id
   FROM public.documents
  WHERE public.may_read(id);
revoke all on table public.readable from anon, authenticated, service_role;
grant select, truncate, references, trigger, maintain on table public.readable to anon;
grant truncate, references, trigger, maintain on table public.readable to authenticated, service_role;

-- Create policy readers on public.documents
create policy readers on public.documents
  for select
  to public
  using (public.may_read(id));
