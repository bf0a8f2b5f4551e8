create table public.people (id bigint primary key, token uuid not null unique, name text);
create table public.codes (code text not null, note text);
create unique index codes_code_key on public.codes (code);
