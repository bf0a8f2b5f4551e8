insert into public.seats values (1, 1), (2, 1);
