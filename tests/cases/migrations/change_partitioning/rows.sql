insert into public.events (day, name) values ('2025-05-05', 'a'), ('2026-05-05', 'b');
insert into public.places (region) values (1), (2), (3);
