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
create index bills_note on shop.bills (note);
create function shop.one() returns integer language sql as 'select 1';
create domain shop.amount as bigint;
create table shop.fresh (id bigint primary key);
alter table shop.fresh owner to case_seller;
alter table shop.bills owner to case_seller;
grant select on shop.bills to postgres;
alter function shop.one() owner to case_seller;
alter domain shop.amount owner to case_buyer;
