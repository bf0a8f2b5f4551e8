insert into public.teams values (1);
insert into public.people values
  (1, 'a', '1', 5, null, 1), (2, 'a', '2', 5, 1, 1), (3, 'b', '3', -1, 1, 1),
  (4, 'c', '1', 5, 9, 1), (5, 'd', '', 5, 4, 1), (6, 'e', '', null, 99, 1), (7, 'f', null, 5, 1, 8), (8, 'g', null, 5, 1, null);
