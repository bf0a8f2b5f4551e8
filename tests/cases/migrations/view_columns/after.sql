create view two as select 1 as a, 2 as b;
grant select (b), update (b) on two to anon;
grant select (a) on two to authenticated;
create view made as select 1 as a, 2 as c;
grant select (c) on made to anon;
