create view two as select 1 as a, 2 as "B b";
grant select on two to service_role;
grant select ("B b", a), update (a) on two to anon;
grant select (a) on two to authenticated with grant option;
comment on column two."B b" is 'Two';
create materialized view kept as select 1 as a, 2 as b;
grant select (b) on kept to anon;
