create table public.people (
  id bigint not null,
  name text not null,
  email text constraint email_needed not null,
  phone text constraint phone_needed not null
);
comment on constraint phone_needed on public.people is 'They asked for it';
create table public.staff (desk text) inherits (public.people);
create table public.places (id bigint not null, city text constraint city_needed not null);
