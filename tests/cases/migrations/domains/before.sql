create domain public.price as numeric default 0 constraint positive check (value >= 0);
create domain public.code as varchar(5);
create table public.items (id bigint primary key, cost public.price, code public.code);
