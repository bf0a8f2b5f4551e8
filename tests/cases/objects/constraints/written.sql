create extension if not exists btree_gist with schema extensions;

create table public.bookings (
  room integer,
  during tsrange,
  who text,
  amount numeric,
  constraint expressions exclude using gist (lower(who) with =, tsrange(lower(during), upper(during)) with &&),
  constraint no_clash exclude using gist (room with =, during with &&) where ((who <> ''::text)) deferrable initially deferred,
  constraint one_hash exclude using hash (who with =),
  constraint bookings_amount_check check (amount > (0)::numeric) no inherit
);

revoke all on table public.bookings from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.bookings to anon, authenticated, service_role;

comment on constraint no_clash on public.bookings is 'One at a time';

create table public.keys (
  a integer,
  b integer,
  c integer default 1,
  constraint never check (b > 0) not enforced
);

alter table public.keys add constraint some_day check (a > 0) not valid;

revoke all on table public.keys from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.keys to anon, authenticated, service_role;

create table public.meals (
  guest integer,
  at daterange
);

revoke all on table public.meals from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.meals to anon, authenticated, service_role;

create table public.pairs (
  a integer,
  b integer,
  constraint pairs_a_b_key unique (a, b)
);

revoke all on table public.pairs from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.pairs to anon, authenticated, service_role;

create table public.rooms (
  id integer not null,
  floor integer,
  name text,
  constraint "Rooms' key" primary key (id) include (name),
  constraint by_place unique nulls not distinct (floor, name),
  constraint later unique (name) deferrable initially deferred,
  constraint soon unique (floor, id) deferrable
);

revoke all on table public.rooms from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.rooms to anon, authenticated, service_role;

comment on constraint by_place on public.rooms is 'Where it is';

create table public.stays (
  guest integer not null,
  room integer,
  valid daterange not null,
  constraint stays_key primary key (guest, valid without overlaps)
);

revoke all on table public.stays from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.stays to anon, authenticated, service_role;

alter table public.keys
  add constraint deferred
  foreign key (a) references public.rooms (id) on delete restrict deferrable initially deferred;

alter table public.keys
  add constraint full_match
  foreign key (a, b) references public.pairs (a, b) match full;

comment on constraint full_match on public.keys is 'Both or none';

alter table public.meals
  add constraint in_stay
  foreign key (guest, period at) references public.stays (guest, period valid);

alter table public.keys
  add constraint loose
  foreign key (b) references public.rooms (id) not enforced;

alter table public.keys
  add constraint sets_default
  foreign key (c) references public.rooms (id) on delete set default (c) not valid;

alter table public.keys
  add constraint sets_one
  foreign key (a, b) references public.pairs (a, b) on update cascade on delete set null (b);
