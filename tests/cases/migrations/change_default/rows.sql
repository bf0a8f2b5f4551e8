insert into public.people (id, email) values (1, 'a@example.com'), (2, 'b@example.com');
