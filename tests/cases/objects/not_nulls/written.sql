create table public.people (
  id bigint not null generated always as identity,
  name text constraint people_name_not_null not null no inherit,
  email text constraint email_needed not null,
  phone text constraint phone_alone not null no inherit,
  city text,
  "Odd name" text constraint "people_Odd name_not_null" not null
);

alter table public.people add constraint city_some_day not null city not valid;

revoke all on table public.people from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.people to anon, authenticated, service_role;

revoke all on sequence public.people_id_seq from anon, authenticated, service_role;

grant update on sequence public.people_id_seq to anon, authenticated, service_role;

comment on constraint email_needed on public.people is 'They log in with it';
comment on constraint "people_Odd name_not_null" on public.people is 'Its usual name';

create table public.guests (
  name text,
  email text not null
)
inherits (public.people);

revoke all on table public.guests from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.guests to anon, authenticated, service_role;

create table public.renamed (
  id integer constraint keyed_id_not_null not null,
  another integer not null,
  constraint keyed_pkey primary key (id)
);

revoke all on table public.renamed from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.renamed to anon, authenticated, service_role;

create table public.staff (
  desk text,
  constraint staff_phone not null phone
)
inherits (public.people);

alter table public.staff alter column name set not null;

revoke all on table public.staff from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.staff to anon, authenticated, service_role;

comment on constraint staff_phone on public.staff is 'For emergencies';
