-- case_backfill
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Fill public.people.team at once
update public.people
set team = (1)
where team is null;

-- Delete rows that break people_age_check on public.people
delete from public.people
where not (age > 0);

-- Delete later duplicates for people_email_key on public.people
delete from public.people as t
using (
  select tableoid, ctid, row_number() over (partition by email order by id) as place
  from public.people
  where email is not null
) as ranked
where t.ctid = ranked.ctid and t.tableoid = ranked.tableoid and ranked.place > 1;

-- Delete later duplicates for people_phone_idx on public.people
delete from public.people as t
using (
  select tableoid, ctid, row_number() over (partition by lower(phone) order by id) as place
  from public.people
  where lower(phone) is not null and (phone <> ''::text)
) as ranked
where t.ctid = ranked.ctid and t.tableoid = ranked.tableoid and ranked.place > 1;

-- Empty references without a counterpart for people_boss_fkey on public.people
update public.people as t
set boss = null
where t.boss is not null
  and not exists (select from public.people as p where p.id = t.boss);

-- Delete rows without a counterpart for people_team_fkey on public.people
delete from public.people as t
where t.team is not null
  and not exists (select from public.teams as p where p.id = t.team);

-- pg-delta: transaction=false
-- case_people_email_key_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index people_email_key on public.people
create unique index concurrently people_email_key on public.people (email);

-- case_expand
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Add check people_age_check on public.people
alter table public.people add constraint people_age_check check (age > 0) not valid;

-- Add unique constraint people_email_key on public.people
alter table public.people add constraint people_email_key unique using index people_email_key;

-- Refuse new NULLs in public.people.team
alter table public.people add constraint _people_team_filled check (team is not null) not valid;

-- Add foreign key people_boss_fkey on public.people
alter table public.people
  add constraint people_boss_fkey
  foreign key (boss) references public.people (id) on delete set null not valid;

-- Add foreign key people_team_fkey on public.people
alter table public.people
  add constraint people_team_fkey
  foreign key (team) references public.teams (id) not valid;

-- pg-delta: transaction=false
-- case_people_phone_idx_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index people_phone_idx on public.people
create unique index concurrently people_phone_idx on public.people (lower(phone))
  where (phone <> ''::text);

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Validate constraint _people_team_filled on public.people
alter table public.people validate constraint _people_team_filled;

-- Validate constraint people_age_check on public.people
alter table public.people validate constraint people_age_check;

-- Validate constraint people_boss_fkey on public.people
alter table public.people validate constraint people_boss_fkey;

-- Validate constraint people_team_fkey on public.people
alter table public.people validate constraint people_team_fkey;

-- case_contract
-- squawk-ignore-file adding-not-nullable-field, ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Forbid NULL in public.people.team, as its check has proven
alter table public.people alter column team set not null;
alter table public.people drop constraint _people_team_filled;
