-- pg-delta: transaction=false
-- case_people_email_key_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index people_email_key on public.people
create unique index concurrently people_email_key on public.people (email);

-- case_expand
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Add unique constraint people_email_key on public.people
alter table public.people add constraint people_email_key unique using index people_email_key;
