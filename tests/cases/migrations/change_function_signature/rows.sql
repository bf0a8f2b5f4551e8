insert into public.documents values (1);
