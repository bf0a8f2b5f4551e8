create table public.places (id bigint primary key, name text);
create type public.span as range (subtype = integer);
create table public.visits (
  id bigint primary key,
  place public.places,
  former public.places[],
  during public.span default '[1,2)',
  check (not isempty(during)),
  exclude using gist (during with &&)
);
create view public.visited as select id, (place).name as name, lower(during) as since from public.visits;
