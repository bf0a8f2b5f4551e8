insert into public.people (email, age) select 'p' || n, case when n % 3 > 0 then (20 + n % 50)::text end from generate_series(1, 6000) n;
insert into public.visits (person_id, stars, paid) select n, 1 + n % 5, case when n % 2 = 0 then n + 0.1 end from generate_series(1, 6000) n;
