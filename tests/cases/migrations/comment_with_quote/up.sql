-- case
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Set the comment on public.people
comment on table public.people is E'Who''s who \\ $$';
