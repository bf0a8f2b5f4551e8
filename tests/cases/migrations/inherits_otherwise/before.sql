create table public.places (id bigint not null, size integer default 3, constraint positive check (size > 0));
create table public.named (id bigint, name text);
create table public.towns (mayor text) inherits (public.places);
create table public.rivers (length integer) inherits (public.places, public.named);
create table public.hills (id bigint not null, size integer, height integer);
create table public.lakes (depth integer) inherits (public.places);
alter table public.lakes add primary key (id);
create table public.moors (peat boolean) inherits (public.places);
alter table public.moors alter column size set default 7;
