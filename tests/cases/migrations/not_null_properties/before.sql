create table public.people (
  id bigint not null,
  name text not null no inherit,
  email text,
  phone text constraint phone_needed not null
);
create table public.staff (desk text) inherits (public.people);
create table public.places (id bigint not null, city text);
alter table public.places add constraint city_needed not null city not valid;
