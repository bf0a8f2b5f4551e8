-- case_expand
-- squawk-ignore-file ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add unique constraint people_email_key on public.people
alter table public.people drop constraint people_email_key;

-- pg-delta: transaction=false
-- case_people_email_key_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index people_email_key on public.people
drop index concurrently if exists public.people_email_key;
