insert into public.places values (1, 'here'), (2, null);
insert into public.visits
values (1, row(1, 'here'), array[row(2, null)::public.places, null], '[1,5)'), (2, null, null, '[7,9)');
