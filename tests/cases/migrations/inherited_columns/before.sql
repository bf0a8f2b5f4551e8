create table public.places (id bigint, name text default 'somewhere', note text);
create table public.towns (mayor text) inherits (public.places);
alter table public.towns alter column name set default 'town';
alter table public.towns alter column note set not null;
create table public.rivers (id bigint, name text default 'somewhere', note text, length integer);
create table public.lakes (id bigint, name text default 'somewhere', note text, depth integer) inherits (public.places);
create table public.hills (id bigint primary key, name text default 'somewhere', note text, height integer);
create view public.heights as select id, height from public.hills;
