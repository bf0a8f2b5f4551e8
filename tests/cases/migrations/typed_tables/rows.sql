insert into readings values (1, 20, 'C'), (2, null, null);
