insert into public.people values (1, 'fine', '{sad,fine,odd}', '12 m'), (2, 'odd', null, null), (3, 'happy', '{happy}', '7');
