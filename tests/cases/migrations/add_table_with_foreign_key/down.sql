-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_expand
-- squawk-ignore-file ban-drop-column, ban-drop-constraint, ban-drop-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Add foreign key people_last_letter_fkey on public.people
alter table public.people drop constraint people_last_letter_fkey;

-- Undo: Add foreign key letters_sender_fkey on public.letters
alter table public.letters drop constraint letters_sender_fkey;

-- Undo: Add column public.people.last_letter
alter table public.people drop column last_letter;

-- Undo: Create table public.letters
drop table public.letters;
