-- case_expand
-- squawk-ignore-file ban-drop-constraint, require-concurrent-index-deletion
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop index codes_code_key on public.codes
drop index public.codes_code_key;

-- Drop primary key people_pkey on public.people
alter table public.people drop constraint people_pkey;

-- Drop unique constraint people_token_key on public.people
alter table public.people drop constraint people_token_key;

-- case_contract
-- squawk-ignore-file ban-drop-column
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop column public.codes.code
alter table public.codes drop column code;

-- Drop column public.people.id
alter table public.people drop column id;

-- Drop column public.people.token
alter table public.people drop column token;
