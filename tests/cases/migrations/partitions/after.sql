create table public.events (day date not null, name text, place text) partition by range (day);
create table public.events_2025 (day date not null, name text, place text);
create table public.events_2026 partition of public.events for values from ('2026-01-01') to ('2027-01-01');
create table public.events_2027 partition of public.events for values from ('2027-01-01') to ('2028-01-01');
create index events_name_idx on public.events (name, day);
create index events_2025_name_idx on public.events_2025 (name);
