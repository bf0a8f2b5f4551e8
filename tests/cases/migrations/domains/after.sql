create domain public.price as numeric default 1 not null constraint positive check (value >= 0) constraint small check (value < 1000);
create domain public.code as text constraint short check (length(value) < 9);
create table public.items (id bigint primary key, cost public.price, code public.code);
