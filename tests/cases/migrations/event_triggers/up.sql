-- case_contract
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop event trigger gone
drop event trigger gone;

-- case_expand
-- squawk-ignore-file ban-drop-table, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop event trigger tagged
drop event trigger tagged;

-- Create table public.u
create table public.u (
  id integer
);
revoke all on table public.u from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.u to anon, authenticated, service_role;

-- Set the comment on kept
comment on event trigger kept is 'Kept';

-- Create event trigger made
create event trigger made on ddl_command_start
  execute function public.watch();

-- Create event trigger tagged
create event trigger tagged on ddl_command_end
  when tag in ('CREATE TABLE', 'DROP TABLE')
  execute function public.watch();

-- Alter event trigger kept
alter event trigger kept disable;

-- case_contract_2
-- squawk-ignore-file ban-drop-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop table public.t
drop table public.t;
