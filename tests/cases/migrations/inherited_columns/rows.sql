insert into public.towns values (1, 'a', 'b', 'c'); insert into public.lakes values (2);
insert into public.hills values (3, 'c', 'd', 7);
