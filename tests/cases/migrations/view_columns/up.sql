-- case_contract
-- squawk-ignore-file ban-drop-view
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop view public.gone
drop view public.gone;

-- case_expand
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Create view public.made
create view public.made as
SELECT 1 AS a,
    2 AS c;
revoke all on table public.made from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.made to anon, authenticated, service_role;
grant select (c) on table public.made to anon;

-- Change the privileges on public.two
revoke select (a) on table public.two from anon;
revoke grant option for select (a) on table public.two from authenticated;
grant update (b) on table public.two to anon;
