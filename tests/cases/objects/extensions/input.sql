create extension citext with schema extensions;
create extension btree_gist with schema extensions;
create extension hstore with schema public;
comment on extension hstore is 'Keys and values of imported rows';
create table public.bookings (
  room text not null,
  floor extensions.citext,
  during tstzrange not null,
  remarks public.hstore,
  exclude using gist (room with =, during with &&)
);
