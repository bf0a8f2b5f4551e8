create table public.orders (
  id bigint primary key,
  quantity text default '1' constraint at_least_one check (length(quantity) > 0)
);
create index orders_quantity_idx on public.orders (quantity);
