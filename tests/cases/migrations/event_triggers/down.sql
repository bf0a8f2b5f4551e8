-- case_contract_2
-- squawk-ignore-file prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop table public.t
create table public.t (
  id integer
);
revoke all on table public.t from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.t to anon, authenticated, service_role;

-- case_expand
-- squawk-ignore-file ban-drop-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Alter event trigger kept
alter event trigger kept enable;

-- Undo: Create event trigger tagged
drop event trigger tagged;

-- Undo: Create event trigger made
drop event trigger made;

-- Undo: Set the comment on kept
comment on event trigger kept is null;

-- Undo: Create table public.u
drop table public.u;

-- Undo: Drop event trigger tagged
create event trigger tagged on ddl_command_end
  when tag in ('CREATE TABLE')
  execute function public.watch();

-- case_contract
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop event trigger gone
create event trigger gone on sql_drop
  execute function public.watch();
