insert into public.people values (1, 'happy'), (2, default);
