-- NOT NULL as a constraint of PostgreSQL 18: names, NO INHERIT, NOT VALID, comments, and those of children alone.
create table people (
  id bigint generated always as identity,
  name text not null no inherit,
  email text constraint email_needed not null,
  phone text constraint phone_alone not null no inherit,
  city text,
  "Odd name" text not null
);
alter table people add constraint city_some_day not null city not valid;
comment on constraint email_needed on people is 'They log in with it';
comment on constraint "people_Odd name_not_null" on people is 'Its usual name';
create table staff (constraint staff_phone not null phone, desk text) inherits (people);
alter table staff alter name set not null;
comment on constraint staff_phone on staff is 'For emergencies';
create table guests (name text, email text not null) inherits (people);
create table keyed (id int primary key, other int);
alter table keyed rename to renamed;
alter table renamed rename other to another;
alter table renamed alter another set not null;
