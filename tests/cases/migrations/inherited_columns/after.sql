create table public.places (id bigint, name text default 'somewhere', note text);
create table public.towns (mayor text) inherits (public.places);
alter table public.towns alter column name set default null;
alter table public.towns alter column id set not null;
alter table public.towns alter column id set statistics 400;
create table public.rivers (id bigint, name text default 'somewhere', note text, length integer) inherits (public.places);
create table public.lakes (id bigint, name text default 'somewhere', note text, depth integer);
create table public.hills (height integer, primary key (id)) inherits (public.places);
create view public.heights as select id, height from public.hills;
