create table public.countries (id bigint primary key, code text not null);
create unique index countries_code on public.countries (code);
create table public.towns (id bigint primary key, code text references public.countries (code));
create foreign data wrapper files;
create server here foreign data wrapper files;
