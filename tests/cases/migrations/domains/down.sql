-- case_contract
-- squawk-ignore-file ban-create-domain-with-constraint, prefer-text-field
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop the former type public._code_old
create domain public._code_old as character varying(5);

-- case_expand
-- squawk-ignore-file ban-alter-domain-with-add-constraint, ban-drop-constraint, ban-drop-domain, ban-drop-not-null, changing-column-type, renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Change the type of public.items.code from public._code_old to public.code
alter table public.items alter column code type public._code_old using code::text::public._code_old;

-- Undo: Replace domain public.code
drop domain public.code;
alter domain public._code_old rename to code;

-- Undo: Alter domain public.price
alter domain public.price drop constraint small;
alter domain public.price set default 0;
alter domain public.price drop not null;
