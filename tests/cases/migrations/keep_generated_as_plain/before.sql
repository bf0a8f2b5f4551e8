create table public.lines (
  id bigint primary key,
  net integer not null,
  gross integer generated always as (net * 2) stored,
  constraint gross_is_unique unique (gross),
  constraint gross_is_positive check (gross > 0)
);
create index lines_gross_idx on public.lines (gross);
create index lines_net_idx on public.lines (net) where gross > 10;
