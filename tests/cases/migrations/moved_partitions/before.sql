create table public.events (id bigint primary key, name text) partition by range (id);
create table public.events_1 partition of public.events for values from (0) to (100);
create table public.events_2 partition of public.events for values from (100) to (200);
create table public.events_rest partition of public.events default;
create table public.notes (id bigint primary key, event_id bigint references public.events (id));
create table public.parts (id bigint) partition by hash (id);
create table public.parts_0 partition of public.parts for values with (modulus 2, remainder 0);
create table public.parts_1 partition of public.parts for values with (modulus 2, remainder 1);
