insert into public.people (email, feeling, city) values ('a@example.com', 'happy', null), ('b@example.com', 'sad', 'Oslo');
insert into public.visits (person_id, feelings) values (1, '{sad,happy}'), (2, null);
