insert into public.parents values (1), (2);
insert into public.children values (1, 1), (2, null);
