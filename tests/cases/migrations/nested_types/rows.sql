insert into public.things values (1, '{a}', row(row(1, 'x'), array[row(2, 'y')::public.part])), (2, null, null);
