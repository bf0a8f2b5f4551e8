create table public.seats (
  row integer not null,
  seat integer not null,
  constraint seats_pkey primary key (row)
);
