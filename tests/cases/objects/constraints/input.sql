-- Keys, exclusions and foreign keys in every form.
create extension btree_gist with schema extensions;
create table rooms (
  id int,
  floor int,
  name text,
  constraint "Rooms' key" primary key (id) include (name),
  constraint by_place unique nulls not distinct (floor, name),
  constraint later unique (name) deferrable initially deferred,
  constraint soon unique (floor, id) deferrable
);
create table bookings (
  room int,
  during tsrange,
  who text,
  amount numeric check (amount > 0) no inherit,
  constraint no_clash exclude using gist (room with =, during with &&) where (who <> '') deferrable initially deferred,
  constraint one_hash exclude using hash (who with =),
  constraint expressions exclude using gist (lower(who) with =, (tsrange(lower(during), upper(during))) with &&)
);
comment on constraint no_clash on bookings is 'One at a time';
comment on constraint by_place on rooms is 'Where it is';
create table stays (guest int, room int, valid daterange, constraint stays_key primary key (guest, valid without overlaps));
create table meals (
  guest int,
  at daterange,
  constraint in_stay foreign key (guest, period at) references stays (guest, period valid)
);
create table pairs (a int, b int, unique (a, b));
create table keys (
  a int,
  b int,
  c int default 1,
  constraint full_match foreign key (a, b) references pairs (a, b) match full,
  constraint sets_one foreign key (a, b) references pairs (a, b) on delete set null (b) on update cascade
);
alter table keys add constraint sets_default foreign key (c) references rooms on delete set default (c) not valid;
alter table keys add constraint deferred foreign key (a) references rooms on delete restrict deferrable initially deferred;
alter table keys add constraint loose foreign key (b) references rooms not enforced;
alter table keys add constraint some_day check (a > 0) not valid, add constraint never check (b > 0) not enforced;
comment on constraint full_match on keys is 'Both or none';
