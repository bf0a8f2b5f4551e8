create table public.events (day date not null, place text not null, name text) partition by range (day);
create table public.events_2025 partition of public.events for values from ('2025-01-01') to ('2026-01-01');
create table public.events_2026 partition of public.events for values from ('2026-01-01') to ('2027-01-01')
  partition by list (place);
create table public.events_2026_at_home partition of public.events_2026 for values in ('home');
create table public.events_2026_away partition of public.events_2026 default;
alter table public.events add primary key (day, place);
alter table public.events add constraint events_named unique (name, day, place);
comment on constraint events_named on public.events is 'One of a name';
