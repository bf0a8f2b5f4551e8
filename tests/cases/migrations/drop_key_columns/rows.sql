insert into public.people select n, gen_random_uuid(), 'p' || n from generate_series(1, 3) n;
insert into public.codes select 'c' || n, 'note' from generate_series(1, 3) n;
