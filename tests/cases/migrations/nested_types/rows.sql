insert into public.things values (1, '{a}', row(row(1, 'x'), array[row(2, 'y')::public.part]), array[row(3, 'z')::public.part, null]), (2, null, null, null);
insert into public.pairs values (1, row(1, 2));
