-- case
-- squawk-ignore-file constraint-missing-not-valid, disallowed-unique-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop unique constraint one_address on public.people
alter table public.people add constraint one_address unique (email);
