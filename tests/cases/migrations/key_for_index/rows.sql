insert into public.countries values (1, 'a'); insert into public.towns values (1, 'a');
