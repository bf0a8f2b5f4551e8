insert into public.lines (id, net) values (1, 4), (2, 8);
