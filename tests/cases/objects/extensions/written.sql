create extension if not exists btree_gist with schema extensions;
create extension if not exists citext with schema extensions;
create extension if not exists hstore with schema public;

comment on extension hstore is 'Keys and values of imported rows';

create table public.bookings (
  room text not null,
  floor extensions.citext,
  during tstzrange not null,
  remarks public.hstore,
  constraint bookings_room_during_excl exclude using gist (room with =, during with &&)
);

revoke all on table public.bookings from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.bookings to anon, authenticated, service_role;
