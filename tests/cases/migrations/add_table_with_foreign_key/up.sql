-- case_expand
-- squawk-ignore-file require-concurrent-index-creation
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Create table public.letters
create table public.letters (
  id bigint not null generated always as identity,
  sender bigint not null,
  constraint letters_pkey primary key (id)
);
create index letters_sender_idx on public.letters (sender);
revoke all on table public.letters from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.letters to anon, authenticated, service_role;
revoke all on sequence public.letters_id_seq from anon, authenticated, service_role;
grant update on sequence public.letters_id_seq to anon, authenticated, service_role;

-- Add column public.people.last_letter
alter table public.people add column last_letter bigint;

-- Add foreign key letters_sender_fkey on public.letters
alter table public.letters
  add constraint letters_sender_fkey
  foreign key (sender) references public.people (id);

-- Add foreign key people_last_letter_fkey on public.people
alter table public.people
  add constraint people_last_letter_fkey
  foreign key (last_letter) references public.letters (id) not valid;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Validate constraint people_last_letter_fkey on public.people
alter table public.people validate constraint people_last_letter_fkey;
