create table public.orders (id bigint primary key, city text, zip text, total bigint);
create table public.log (what text, at timestamptz default now());
create view public.totals as select id, total from public.orders;
create statistics public.places on city, zip from public.orders;
alter statistics public.places set statistics 200;
comment on statistics public.places is 'City follows from zip';
create statistics public.lower_city on (lower(city)), zip from public.orders;
create statistics public.new_one (dependencies) on zip, total from public.orders;
create rule logged as on update to public.orders where old.total <> new.total do also
  insert into public.log (what) values ('changed ' || new.zip);
create rule kept as on delete to public.orders do instead nothing;
alter table public.orders disable rule kept;
comment on rule kept on public.orders is 'Orders stay';
create rule noted as on insert to public.orders do also notify orders;
create rule through as on update to public.totals do instead
  update public.orders set total = new.total where id = old.id;
