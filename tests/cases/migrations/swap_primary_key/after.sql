create table public.people (id bigint unique, email text, other bigint not null, constraint people_pkey primary key (other, id));
create table public.visits (id bigint primary key, person_id bigint references public.people (id));
