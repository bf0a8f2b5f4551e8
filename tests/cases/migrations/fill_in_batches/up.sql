-- case_expand
-- squawk-ignore-file adding-field-with-default, adding-required-field, ban-drop-default, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Add column public.people.rank
alter table public.people add column rank integer not null default 0;
alter table public.people alter column rank drop default;

-- Add column public.people.token
alter table public.people add column token uuid;

-- Set the default of public.people.token
alter table public.people alter column token set default gen_random_uuid();

-- case_backfill
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Fill public.notes.body in batches
do $$
begin
  if exists (select from public.notes where body is null) then
    raise exception using message = 'public.notes.body is not filled yet. Run the file of the same name in supabase/backfills, then this again.';
  end if;
end
$$;

-- Fill public.people.city in batches
do $$
begin
  if exists (select from public.people where city is null) then
    raise exception using message = 'public.people.city is not filled yet. Run the file of the same name in supabase/backfills, then this again.';
  end if;
end
$$;

-- Fill public.people.token in batches
do $$
begin
  if exists (select from public.people where token is null) then
    raise exception using message = 'public.people.token is not filled yet. Run the file of the same name in supabase/backfills, then this again.';
  end if;
end
$$;

-- Fill public.scores.points in batches
do $$
begin
  if exists (select from public.scores where points is null) then
    raise exception using message = 'public.scores.points is not filled yet. Run the file of the same name in supabase/backfills, then this again.';
  end if;
end
$$;

-- case_expand_2
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Refuse new NULLs in public.notes.body
alter table public.notes add constraint _notes_body_filled check (body is not null) not valid;

-- Refuse new NULLs in public.people.city
alter table public.people add constraint _people_city_filled check (city is not null) not valid;

-- Refuse new NULLs in public.people.token
alter table public.people add constraint _people_token_filled check (token is not null) not valid;

-- Refuse new NULLs in public.scores.points
alter table public.scores add constraint _scores_points_filled check (points is not null) not valid;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Validate constraint _notes_body_filled on public.notes
alter table public.notes validate constraint _notes_body_filled;

-- Validate constraint _people_city_filled on public.people
alter table public.people validate constraint _people_city_filled;

-- Validate constraint _people_token_filled on public.people
alter table public.people validate constraint _people_token_filled;

-- Validate constraint _scores_points_filled on public.scores
alter table public.scores validate constraint _scores_points_filled;

-- case_contract
-- squawk-ignore-file adding-not-nullable-field, ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Forbid NULL in public.notes.body, as its check has proven
alter table public.notes alter column body set not null;
alter table public.notes drop constraint _notes_body_filled;

-- Forbid NULL in public.people.city, as its check has proven
alter table public.people alter column city set not null;
alter table public.people drop constraint _people_city_filled;

-- Forbid NULL in public.people.token, as its check has proven
alter table public.people alter column token set not null;
alter table public.people drop constraint _people_token_filled;

-- Forbid NULL in public.scores.points, as its check has proven
alter table public.scores alter column points set not null;
alter table public.scores drop constraint _scores_points_filled;
