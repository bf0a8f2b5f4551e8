create table public.countries (id bigint primary key, code text not null, constraint countries_code_key unique (code));
create table public.towns (id bigint primary key, code text references public.countries (code));
create foreign data wrapper files;
create server here version '2' foreign data wrapper files;
create user mapping for public server here;
