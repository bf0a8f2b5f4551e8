insert into public.people
select n, 'p' || n, n, 'happy', '{a}', '{"a": 1}', '2020-01-01', gen_random_uuid() from generate_series(1, 3) n;
