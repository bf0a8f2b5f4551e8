insert into public.orders values (1, 'a', 'b', 3);
