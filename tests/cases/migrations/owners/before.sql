do $$ begin
  if not exists (select from pg_roles where rolname = 'case_seller') then
    create role case_seller;
    create role case_buyer;
  end if;
end $$;
grant case_seller, case_buyer to postgres;
create schema shop;
grant usage, create on schema shop to case_seller, case_buyer;
create table shop.bills (id bigint primary key, note text);
create function shop.one() returns integer language sql as 'select 1';
create domain shop.amount as integer;
create view shop.gone as select 1 as one;
grant select on shop.bills to case_seller;
alter function shop.one() owner to case_buyer;
grant execute on function shop.one() to postgres;
alter domain shop.amount owner to case_buyer;
alter view shop.gone owner to case_buyer;
grant select on shop.gone to postgres;
