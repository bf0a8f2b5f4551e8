create schema shop;

create collation public.german (locale = 'C');

comment on collation public.german is 'Sorted as it was';

create collation public.mixed (lc_collate = 'C', lc_ctype = 'POSIX');
create collation shop."Of the shop" (locale = 'C');

create domain public.title as text
  collate public.german;

create type public.label as (
  text text collate public.german
);

create table public.sorted (
  id bigint not null,
  name text collate public.german,
  other text collate shop."Of the shop" not null,
  constraint sorted_pkey primary key (id)
);

revoke all on table public.sorted from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.sorted to anon, authenticated, service_role;

create index sorted_other_idx on public.sorted (other collate public.mixed);
