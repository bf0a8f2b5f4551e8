-- A migration that fills a table and relies on what it filled.
create table plans (code text primary key, price numeric not null);
insert into plans values ('free', 0);
insert into plans values ('pro', 20), ('team', 50);
create table subscriptions (id int generated always as identity primary key, plan text references plans, seats int);
insert into subscriptions (plan, seats) select code, 1 from plans;
update subscriptions set seats = 5 where plan = 'team';
alter table subscriptions alter column seats set not null;
alter table plans add column rank int;
with ranked as (select code, row_number() over (order by price) as place from plans)
update plans set rank = place from ranked where ranked.code = plans.code;
alter table plans alter column rank set not null;
create unique index on plans (rank);
delete from subscriptions where plan = 'free';
do $$
declare
  plan record;
begin
  for plan in select code from plans order by code loop
    execute format('create view %I as select * from subscriptions where plan = %L', plan.code || '_subscriptions', plan.code);
  end loop;
end
$$;
truncate subscriptions;
merge into plans using (values ('pro', 25)) as news (code, price) on plans.code = news.code
when matched then update set price = news.price;
