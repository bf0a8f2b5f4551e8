-- case_contract
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop sequence public.gone
create unlogged sequence public.gone;
revoke all on sequence public.gone from anon, authenticated, service_role;
grant update on sequence public.gone to anon, authenticated, service_role;

-- case_expand
-- squawk-ignore-file ban-drop-sequence
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Alter sequence public.two
alter sequence public.two set unlogged;

-- Undo: Alter sequence public.t_id_seq
alter sequence public.t_id_seq set logged;

-- Undo: Alter sequence public.one
alter sequence public.one increment by 1;
alter sequence public.one set logged;

-- Undo: Create sequence public.fresh
drop sequence public.fresh;
