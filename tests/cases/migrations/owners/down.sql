-- pg-delta: transaction=false
-- case_bills_note_concurrently
-- squawk-ignore-file prefer-robust-stmts, require-lock-timeout, require-statement-timeout
-- Undo: Create index bills_note on shop.bills
drop index concurrently shop.bills_note;

-- case_expand_3
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Give shop.one() to case_seller
alter function shop.one() owner to case_buyer;

-- Undo: Give shop.bills to case_seller
alter table shop.bills owner to postgres;
grant select on table shop.bills to case_seller;

-- Undo: Change the privileges on shop.one()
grant execute on function shop.one() to postgres;

-- case_contract_2
-- squawk-ignore-file ban-create-domain-with-constraint, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop the former type shop._amount_old
create domain shop._amount_old as integer;

-- case_expand_2
-- squawk-ignore-file ban-alter-domain-with-add-constraint, ban-drop-domain, ban-drop-table, renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Create table shop.fresh
drop table shop.fresh;

-- Undo: Replace domain shop.amount
drop domain shop.amount;
alter domain shop._amount_old rename to amount;

-- case_contract
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop view shop.gone
create view shop.gone as
SELECT 1 AS one;
revoke all on table shop.gone from anon, authenticated, service_role;

-- case_expand
-- squawk-ignore-file ban-alter-domain-with-add-constraint
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Take shop.gone from case_buyer
alter view shop.gone owner to case_buyer;
grant select on table shop.gone to postgres;

-- Undo: Take shop.amount from case_buyer
alter domain shop.amount owner to case_buyer;
