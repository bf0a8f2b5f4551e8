insert into public.a (n) values (5), (6);
insert into public.b values (9);
