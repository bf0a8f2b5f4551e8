insert into public.people values (1, 'a', 'b', 'c');
insert into public.places values (1, 'd');
