insert into public.people values (1, 'a'), (7, 'b');
