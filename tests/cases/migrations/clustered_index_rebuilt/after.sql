create table public.notes (id bigint primary key, title text, author text);
create index notes_title_idx on public.notes (title desc);
alter table public.notes cluster on notes_title_idx;
