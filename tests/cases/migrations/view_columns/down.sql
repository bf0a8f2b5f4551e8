-- case_expand
-- squawk-ignore-file ban-drop-view
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Change the privileges on public.two
revoke update (b) on table public.two from anon;
grant select (a) on table public.two to anon;
grant select (a) on table public.two to authenticated with grant option;

-- Undo: Create view public.made
drop view public.made;

-- case_contract
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop view public.gone
create view public.gone as
SELECT 1 AS a;
revoke all on table public.gone from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.gone to anon, authenticated, service_role;
grant select (a) on table public.gone to anon;
