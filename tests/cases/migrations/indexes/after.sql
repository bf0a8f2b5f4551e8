create table public.people (id bigint primary key, email text, city text);
create unique index people_email_idx on public.people (lower(email)) where email is not null;
create index people_both_idx on public.people (city, email desc) include (id);
comment on index public.people_both_idx is 'By both';
