insert into public.people values (1, 'a', 5), (2, 'b', 6);
insert into public.visits values (1, 1), (2, null);
