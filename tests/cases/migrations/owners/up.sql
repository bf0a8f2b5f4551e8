-- case_expand
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_contract
-- squawk-ignore-file ban-drop-view
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop view shop.gone
drop view shop.gone;

-- case_expand_2
-- squawk-ignore-file ban-alter-domain-with-add-constraint, ban-create-domain-with-constraint, renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Replace domain shop.amount
alter domain shop.amount rename to _amount_old;
create domain shop.amount as bigint;

-- Create table shop.fresh
create table shop.fresh (
  id bigint not null,
  constraint fresh_pkey primary key (id)
);
revoke all on table shop.fresh from anon, authenticated, service_role;

-- case_contract_2
-- squawk-ignore-file ban-drop-domain
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop the former type shop._amount_old
drop domain shop._amount_old;

-- case_expand_3
-- squawk-ignore-file ban-alter-domain-with-add-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

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
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Failing, it leaves an invalid index: run the rollback of this file, then this again.
-- Create index bills_note on shop.bills
create index concurrently bills_note on shop.bills (note);
