-- case_expand
-- squawk-ignore-file adding-not-nullable-field, ban-alter-domain-with-add-constraint, ban-create-domain-with-constraint, changing-column-type, renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Alter domain public.price
alter domain public.price set default 1;
alter domain public.price set not null;
alter domain public.price add constraint small check (VALUE < (1000)::numeric);

-- Replace domain public.code
alter domain public.code rename to _code_old;
create domain public.code as text
  constraint short check (length(VALUE) < 9);

-- Change the type of public.items.code from public._code_old to public.code
alter table public.items alter column code type public.code using code::text::public.code;

-- case_contract
-- squawk-ignore-file ban-drop-domain
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop the former type public._code_old
drop domain public._code_old;
