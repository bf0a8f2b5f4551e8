create table public.people (id bigint primary key, email text, city text);
create table public.scores (game text, player bigint, points integer, primary key (game, player));
create table public.notes (body text);
