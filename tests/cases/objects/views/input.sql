create table orders (id bigint primary key, total numeric, state text);
create view plain as select id, total from orders;
create view named ("Or der", "sum") as select id, total from orders;
create view checked as select id, state from orders where state = 'open' with cascaded check option;
create view checked_here with (security_barrier = true, security_invoker = true) as select id, state from checked where id > 0
  with local check option;
create recursive view numbers (n) as values (1) union all select n + 1 from numbers where n < 5;
create view by_key as select id, total from orders group by id;
create view of_view as select p.*, (select count(*) from numbers) as many from plain p;
alter view plain alter column total set default 0;
comment on view plain is 'It''s plain';
comment on column plain.total is 'Before tax';
grant select on plain, checked to anon;
