insert into readings values (1, 2, 'x', 4), (2, 2, null, null);
