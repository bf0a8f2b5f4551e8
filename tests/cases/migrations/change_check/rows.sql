insert into public.people (id, email, age) values (1, 'a@example.com', 40);
