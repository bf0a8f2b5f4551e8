create view two as select 1 as a, 2 as b;
grant select (a, b) on two to anon;
grant select (a) on two to authenticated with grant option;
create view gone as select 1 as a;
grant select (a) on gone to anon;
