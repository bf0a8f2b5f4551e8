insert into public.events values (1, 'a'), (70, 'b'), (120, 'c'), (250, 'd'); insert into public.notes values (1, 70);
insert into public.parts select * from generate_series(1, 9);
insert into public.kinds values ('a');
