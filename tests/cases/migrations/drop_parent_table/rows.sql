insert into public.parents values (1);
insert into public.children values (1, null);
