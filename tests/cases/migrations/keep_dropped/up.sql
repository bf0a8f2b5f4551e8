-- case_expand
-- squawk-ignore-file ban-drop-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop foreign key visits_person_id_fkey on public.visits
alter table public.visits drop constraint visits_person_id_fkey;

-- case_contract
-- squawk-ignore-file ban-drop-column, ban-drop-table, ban-drop-type
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Keep the values of public.people.city in rowhouse_kept.public_people_city_db4d1fc6
create schema if not exists rowhouse_kept;
revoke all on schema rowhouse_kept from public, anon, authenticated, service_role;
create table rowhouse_kept.public_people_city_db4d1fc6 as
select id, city from public.people;
alter table rowhouse_kept.public_people_city_db4d1fc6 add primary key (id);
alter table rowhouse_kept.public_people_city_db4d1fc6 enable row level security;

-- Keep the values of public.people.feeling in rowhouse_kept.public_people_feeling_3ccda9f7
create schema if not exists rowhouse_kept;
revoke all on schema rowhouse_kept from public, anon, authenticated, service_role;
create table rowhouse_kept.public_people_feeling_3ccda9f7 as
select id, feeling::text as feeling from public.people;
alter table rowhouse_kept.public_people_feeling_3ccda9f7 add primary key (id);
alter table rowhouse_kept.public_people_feeling_3ccda9f7 enable row level security;

-- Drop column public.people.city
alter table public.people drop column city;

-- Drop column public.people.feeling
alter table public.people drop column feeling;

-- Keep the rows of public.visits in rowhouse_kept.public_visits_1a3c21bc
create schema if not exists rowhouse_kept;
revoke all on schema rowhouse_kept from public, anon, authenticated, service_role;
create table rowhouse_kept.public_visits_1a3c21bc as
select id, person_id, feelings::text as feelings, twice from only public.visits;
alter table rowhouse_kept.public_visits_1a3c21bc enable row level security;

-- Drop table public.visits
drop table public.visits;

-- Drop enum public.mood
drop type public.mood;
