-- case_expand
-- squawk-ignore-file ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop foreign key towns_code_fkey on public.towns
alter table public.towns drop constraint towns_code_fkey;

-- pg-delta: transaction=false
-- case_countries_code_key_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index countries_code_key on public.countries
create unique index concurrently countries_code_key on public.countries (code);

-- case_expand_2
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Add unique constraint countries_code_key on public.countries
alter table public.countries add constraint countries_code_key unique using index countries_code_key;

-- pg-delta: transaction=false
-- case_countries_code_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Drop index countries_code on public.countries
drop index concurrently public.countries_code;

-- case_expand_3
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Add foreign key towns_code_fkey on public.towns
alter table public.towns
  add constraint towns_code_fkey
  foreign key (code) references public.countries (code) not valid;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Validate constraint towns_code_fkey on public.towns
alter table public.towns validate constraint towns_code_fkey;

-- case_expand_4
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop server here
drop server here;

-- Create server here
create server here version '2' foreign data wrapper files;

-- Create user mapping USER MAPPING public SERVER here
CREATE USER MAPPING FOR public SERVER here;
