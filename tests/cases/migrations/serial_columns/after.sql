create table public.a (id integer primary key, n serial);
create table public.b (id bigserial primary key);
create table public.c (id serial primary key);
