insert into public.events values ('2025-05-05', 'a'), ('2026-05-05', 'b');
