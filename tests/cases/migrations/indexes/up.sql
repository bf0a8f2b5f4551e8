-- case
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Remove the comment on people_city_idx on public.people
comment on index public.people_city_idx is null;

-- pg-delta: transaction=false
-- case_people_both_idx_concurrently
-- Create index people_both_idx on public.people
create index concurrently people_both_idx on public.people (city, email desc) include (id);

-- case_2
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Set the comment on people_both_idx on public.people
comment on index public.people_both_idx is 'By both';

-- pg-delta: transaction=false
-- case_people_city_idx_concurrently
-- Drop index people_city_idx on public.people
drop index concurrently public.people_city_idx;

-- pg-delta: transaction=false
-- case_people_email_idx_concurrently
-- Drop index people_email_idx on public.people
drop index concurrently public.people_email_idx;

-- pg-delta: transaction=false
-- case_people_email_idx_concurrently_2
-- Create index people_email_idx on public.people
create unique index concurrently people_email_idx on public.people (lower(email))
  where (email IS NOT NULL);
