-- case_expand_4
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Create user mapping USER MAPPING public SERVER here
DROP USER MAPPING FOR public SERVER here;

-- Undo: Create server here
drop server here;

-- Undo: Drop server here
create server here foreign data wrapper files;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_expand_3
-- squawk-ignore-file ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add foreign key towns_code_fkey on public.towns
alter table public.towns drop constraint towns_code_fkey;

-- pg-delta: transaction=false
-- case_countries_code_concurrently
-- squawk-ignore-file disallowed-unique-constraint, prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Drop index countries_code on public.countries
create unique index concurrently countries_code on public.countries (code);

-- case_expand_2
-- squawk-ignore-file ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add unique constraint countries_code_key on public.countries
alter table public.countries drop constraint countries_code_key;

-- pg-delta: transaction=false
-- case_countries_code_key_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index countries_code_key on public.countries
drop index concurrently if exists public.countries_code_key;

-- case_expand
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop foreign key towns_code_fkey on public.towns
alter table public.towns
  add constraint towns_code_fkey
  foreign key (code) references public.countries (code);
