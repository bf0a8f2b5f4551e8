create table public.places (id bigint not null, size integer default 5, constraint positive check (size > 0));
create table public.named (id bigint, name text);
create table public.towns (id bigint not null, size integer, mayor text);
create table public.rivers (length integer) inherits (public.named);
create table public.hills (height integer) inherits (public.places);
create table public.lakes (depth integer) inherits (public.places, public.named);
alter table public.lakes add primary key (id);
create table public.moors (peat boolean) inherits (public.places);
alter table public.moors alter column size set default 7;
