create table public.people (
  id bigint primary key,
  email text not null
);
create table public.letters (
  id bigint generated always as identity primary key,
  sender bigint not null references public.people (id)
);
create index letters_sender_idx on public.letters (sender);
alter table public.people add column last_letter bigint references public.letters (id);
