create table public.orders (id bigint primary key, city text, zip text, total integer);
create table public.log (what text, at timestamptz default now());
create view public.totals as select id, total from public.orders;
create statistics public.places on city, zip from public.orders;
create statistics public.lower_city on (lower(city)) from public.orders;
create statistics public.gone (mcv) on city, total from public.orders;
create rule logged as on update to public.orders where old.total <> new.total do also
  insert into public.log (what) values ('changed ' || new.city);
create rule kept as on delete to public.orders do instead nothing;
create rule through as on update to public.totals do instead
  update public.orders set total = new.total where id = old.id;
