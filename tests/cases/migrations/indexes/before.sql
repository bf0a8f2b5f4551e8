create table public.people (id bigint primary key, email text, city text);
create index people_email_idx on public.people (email);
create index people_city_idx on public.people (city);
comment on index public.people_city_idx is 'By city';
