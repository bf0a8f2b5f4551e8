do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'librarian') then
    create role librarian;
  end if;
end
$$;

grant librarian to postgres;

create schema "Reading Room";
create schema library;

grant usage on schema library to authenticated, librarian;

grant create on schema library to librarian with grant option;

comment on schema library is 'What may be borrowed';

create schema of_others;

create table "Reading Room".desks (
  number integer not null,
  book bigint,
  constraint desks_pkey primary key (number)
);

revoke all on table "Reading Room".desks from anon, authenticated, service_role;

create table library.books (
  id bigint not null generated always as identity,
  title text not null,
  constraint books_pkey primary key (id)
);

revoke all on table library.books from anon, authenticated, service_role;
revoke all on sequence library.books_id_seq from anon, authenticated, service_role;

alter table "Reading Room".desks
  add constraint desks_book_fkey
  foreign key (book) references library.books (id);

create view of_others.titles
  with (security_invoker = true) as
SELECT title
   FROM library.books;

revoke all on table of_others.titles from anon, authenticated, service_role;

alter schema of_others owner to librarian;
