-- case_expand
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Remove the comment on people_city_idx on public.people
comment on index public.people_city_idx is null;

-- pg-delta: transaction=false
-- case_people_email_idx_new_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index _people_email_idx_new on public.people
create unique index concurrently _people_email_idx_new on public.people (lower(email))
  where (email IS NOT NULL);

-- pg-delta: transaction=false
-- case_people_both_idx_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index people_both_idx on public.people
create index concurrently people_both_idx on public.people (city, email desc) include (id);

-- case_expand_2
-- squawk-ignore-file renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Set the comment on people_both_idx on public.people
comment on index public.people_both_idx is 'By both';

-- Put the new index people_email_idx on public.people in the place of the old one
alter index public.people_email_idx rename to _people_email_idx_old;
alter index public._people_email_idx_new rename to people_email_idx;

-- pg-delta: transaction=false
-- case_people_email_idx_old_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Drop index _people_email_idx_old on public.people
drop index concurrently public._people_email_idx_old;

-- pg-delta: transaction=false
-- case_people_city_idx_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Drop index people_city_idx on public.people
drop index concurrently public.people_city_idx;
