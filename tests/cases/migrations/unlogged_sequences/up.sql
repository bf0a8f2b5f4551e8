-- case_expand
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Create sequence public.fresh
create unlogged sequence public.fresh;
revoke all on sequence public.fresh from anon, authenticated, service_role;
grant update on sequence public.fresh to anon, authenticated, service_role;

-- Alter sequence public.one
alter sequence public.one increment by 2;
alter sequence public.one set unlogged;

-- Alter sequence public.t_id_seq
alter sequence public.t_id_seq set unlogged;

-- Alter sequence public.two
alter sequence public.two set logged;

-- case_contract
-- squawk-ignore-file ban-drop-sequence
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop sequence public.gone
drop sequence public.gone;
