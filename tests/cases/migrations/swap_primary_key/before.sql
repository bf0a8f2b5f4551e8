create table public.people (id bigint primary key, email text, other bigint not null);
create table public.visits (id bigint primary key, person_id bigint references public.people);
