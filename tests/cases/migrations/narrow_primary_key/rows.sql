insert into seats values (1, 1), (2, 1);
