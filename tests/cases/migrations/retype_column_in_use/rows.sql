insert into public.people values (1, 40, 'a@example.com'), (2, 70, 'b@example.com');
