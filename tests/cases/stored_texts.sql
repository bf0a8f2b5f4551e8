-- Forms that PostgreSQL prints in a way it would not read back as the same: see designer/postgres/stored_texts.py.
create domain code as varchar(10) check (value in ('a','b'));
create domain code2 as text;
create table t(id int primary key, a varchar(50) check (a in ('x','y')), b char(3) check (b in ('abc','d')), c code check (c not in ('a')), d code2 check (d in ('q','r')), n numeric check (n in (1, 2.5)), e text check (e in ('a','b')), v varchar check (v = any(array['a','b'])), w varchar check (w = any(array['a'::varchar,'b'])),
 g varchar generated always as (case when a in ('x') then 'u' else 'w' end) stored, dt date check (dt in ('2020-01-01','2021-01-01')), iv interval check (iv in ('1 day', '2 h')), sm smallint check (sm in (1,2)), big bigint check (big in (1,2)), nm name check (nm in ('a','b')));
create index on t (id) where a in ('x','z');
create index on t ((a in ('x','z')));
create view v1 as select id, q.k from (select id, 'one' as k from t union all select id, 'two' from t union all select id, null from t) q;
create view v2 as select id, 'one' as k from t union all select id, 'two' from t;
create view v3 as select id from t where exists (select null from t x where x.a in ('x','y')) and 'a' in (select 'a');
create view v4 as with r as (select 1 as a, 'x' as b union select 2, 'y') select * from r;
create view v5 as select coalesce((select 'x' limit 1), 'y') as k, array(select 'a' union select 'b') as l, (select null) as n;
create view v6 as with recursive r(a,b) as (select 1, 'x'::varchar union all select a+1, 'y' from r where a < 3) select * from r order by 1;
create view v7 as select distinct on (z) z, k from (select 'x' as z, now() as k union select 'y', null) s;
create view v8 as select * from (values (1,'a'),(2,null)) as x(a,b);
create view v9 as select a,b from t where (a,b) in (select 'x','abc');
create view v10 as select t.*, t as whole from t;
create view v11 as select x.* from t join lateral (select t.id as q, 'lit' limit 1) x on true;
create view v12 as select sum(id) filter (where a in ('x','y')) over (partition by b in ('abc')) s, string_agg(a, ',' order by a) from t group by id,b, grouping sets ((id),(b));
create function f1() returns text language sql begin atomic select 'x' union all select 'y'; end;
create function f2(a varchar) returns boolean language sql return a in ('x','y');
alter table t enable row level security;
create policy p on t using (a in ('x','y') and exists (select 1 from (select 'x' as k union select 'y') q where q.k = a));
create trigger tr before update on t for each row when (new.a in ('x','y')) execute function suppress_redundant_updates_trigger();
create rule r as on insert to v1 do instead insert into t(id,a) select 1, 'x' where new.k in ('one');
create rule r2 as on update to t where old.a in ('x') do also delete from t where id = 0;
create materialized view mv as select 'x' as a, null as b union select 'y', 'z';
create statistics st on (a in ('x','y')), id from t;
