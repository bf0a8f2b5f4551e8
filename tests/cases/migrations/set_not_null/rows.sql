insert into public.people (id, email, city) values (1, 'a@example.com', 'Rome');
