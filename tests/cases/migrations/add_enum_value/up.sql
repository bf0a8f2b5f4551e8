-- case_enum_values
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Add 'fine', 'ecstatic' to enum public.mood
alter type public.mood add value 'fine' after 'sad';
alter type public.mood add value 'ecstatic' after 'happy';

-- case_expand
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Set the default of public.people.feeling
alter table public.people alter column feeling set default 'fine'::public.mood;
