insert into public.events select n, 'kind ' || n from generate_series(1, 3) n;
