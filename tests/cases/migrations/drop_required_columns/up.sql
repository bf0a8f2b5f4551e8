-- case
-- squawk-ignore-file ban-drop-column, ban-drop-type
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop column public.people.age
alter table public.people drop column age;

-- Drop column public.people.born
alter table public.people drop column born;

-- Drop column public.people.email
alter table public.people drop column email;

-- Drop column public.people.feeling
alter table public.people drop column feeling;

-- Drop column public.people.settings
alter table public.people drop column settings;

-- Drop column public.people.tags
alter table public.people drop column tags;

-- Drop column public.people.token
alter table public.people drop column token;

-- Drop enum public.mood
drop type public.mood;
