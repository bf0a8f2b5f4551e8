insert into public.towns values (1, 2, 'a'); insert into public.rivers (id, size, name, length) values (2, 2, 'b', 3);
insert into public.hills values (3, 4, 5);
insert into public.lakes values (4, 5, 6);
