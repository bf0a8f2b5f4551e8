create schema shop;
create extension citext with schema extensions;
create role clerk nologin;
create type shop.mood as enum ('sad');
create domain shop.code as text constraint short check (length(value) < 9);
create type shop.pair as (a int, b text);
create sequence shop.numbers;
create table shop.orders (
  id bigint constraint orders_key primary key,
  parent bigint constraint up references shop.orders,
  total numeric constraint positive check (total > 0),
  note text constraint one unique,
  during int4range,
  constraint apart exclude using gist (during with &&)
);
create index by_total on shop.orders (total);
create function shop.act() returns trigger language plpgsql as 'begin return new; end';
create trigger early before insert on shop.orders for each row execute function shop.act();
create policy own on shop.orders;
create view shop.seen as select id from shop.orders;
create materialized view shop.kept as select id from shop.orders;
comment on schema public is 'Ours';
comment on schema shop is e'Two\nlines';
comment on extension citext is 'Any case';
comment on role clerk is 'A clerk';
comment on type shop.mood is 'Moods';
comment on domain shop.code is 'Codes';
comment on constraint short on domain shop.code is 'Not long';
comment on type shop.pair is 'Pairs';
comment on column shop.pair.b is 'Second';
comment on sequence shop.numbers is 'Numbers';
comment on table shop.orders is 'It''s all here: $$ \ "x"';
comment on column shop.orders.total is 'Before tax';
comment on constraint orders_key on shop.orders is 'Key';
comment on constraint up on shop.orders is 'Up';
comment on constraint positive on shop.orders is 'Positive';
comment on constraint one on shop.orders is 'One';
comment on constraint apart on shop.orders is 'Apart';
comment on index shop.by_total is 'By total';
comment on index shop.orders_key is 'The index of the key';
comment on function shop.act() is 'Acts';
comment on trigger early on shop.orders is 'Early';
comment on policy own on shop.orders is 'Own';
comment on view shop.seen is 'Seen';
comment on column shop.seen.id is 'Id';
comment on materialized view shop.kept is 'Kept';
