create table public.a (id serial primary key, n integer);
create table public.b (id integer primary key);
