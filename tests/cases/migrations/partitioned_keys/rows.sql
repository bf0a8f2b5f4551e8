insert into public.events (day, place, name) values ('2025-02-01', 'home', 'a'), ('2026-02-01', 'home', 'b'), ('2026-02-01', 'away', 'c');
