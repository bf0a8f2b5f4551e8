-- Tables that inherit: merged columns and checks, and what a child sets on columns it only has from its parents.
create table places (
  id bigint not null,
  name text default 'somewhere',
  note text,
  body bytea,
  constraint known check (id > 0),
  constraint own_affair check (name <> '') no inherit
);
create table towns (mayor text, note text default 'a town') inherits (places);
alter table towns alter name set default 'town', alter id set statistics 300, alter note set (n_distinct = 9);
alter table towns alter body set storage external, alter body set compression pglz;
create table capitals (country text, primary key (id)) inherits (towns);
alter table capitals alter name drop default, alter country set not null;
create table named (name text check (name <> 'x'), rank int);
create table both_of_them (id bigint, rank int) inherits (places, named);
create index capitals_name on capitals (name);
create table hamlets (like places including defaults including constraints);
alter table hamlets inherit places;
create table no_more () inherits (places);
alter table no_more no inherit places;
