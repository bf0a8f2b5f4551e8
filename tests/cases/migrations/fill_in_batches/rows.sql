insert into public.people select n, 'p' || n, case when n % 3 = 0 then 'Rome' end from generate_series(1, 9000) n;
insert into public.scores select 'g' || n % 7, n, null from generate_series(1, 8000) n;
insert into public.notes select case when n % 2 = 0 then 'x' end from generate_series(1, 8000) n;
