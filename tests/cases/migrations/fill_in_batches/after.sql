create table public.people (id bigint primary key, email text, city text not null, token uuid not null default gen_random_uuid(), rank integer not null);
create table public.scores (game text, player bigint, points integer not null, primary key (game, player));
create table public.notes (body text not null);
