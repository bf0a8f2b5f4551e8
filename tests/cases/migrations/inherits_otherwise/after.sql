create table public.places (id bigint not null, size integer default 3, constraint positive check (size > 0));
create table public.named (id bigint, name text);
create table public.towns (id bigint not null, size integer, mayor text);
create table public.rivers (length integer) inherits (public.named);
create table public.hills (height integer) inherits (public.places);
