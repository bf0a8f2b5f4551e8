insert into public.orders values (1, '7'), (2, default);
