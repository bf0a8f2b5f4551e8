-- case
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop view shop.gone
drop view shop.gone;

-- Replace domain shop.amount
alter domain shop.amount rename to _amount_old;
create domain shop.amount as bigint;

-- Create table shop.fresh
create table shop.fresh (
  id bigint not null,
  constraint fresh_pkey primary key (id)
);
revoke all on table shop.fresh from anon, authenticated, service_role;

-- Drop the former type shop._amount_old
drop domain shop._amount_old;

-- Change the privileges on shop.one()
revoke execute on function shop.one() from postgres;

-- Give shop.amount to case_buyer
alter domain shop.amount owner to case_buyer;

-- Give shop.bills to case_seller
alter table shop.bills owner to case_seller;
grant select on table shop.bills to postgres;

-- Give shop.fresh to case_seller
alter table shop.fresh owner to case_seller;

-- Give shop.one() to case_seller
alter function shop.one() owner to case_seller;

-- pg-delta: transaction=false
-- case_bills_note_concurrently
-- Create index bills_note on shop.bills
create index concurrently bills_note on shop.bills (note);
