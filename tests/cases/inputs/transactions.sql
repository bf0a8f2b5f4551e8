-- Statements that cannot share a transaction, and blocks of every kind.
create table readings (id int, at date, value numeric);
create index concurrently readings_at on readings (at);
create unique index concurrently if not exists readings_id on readings (id);
vacuum readings;
vacuum (analyze, freeze) readings;
analyze readings;
reindex index concurrently readings_at;
cluster readings using readings_at;
drop index concurrently readings_at;
begin;
create table kept (id int);
savepoint one;
create table undone (id int);
rollback to savepoint one;
release savepoint one;
commit and chain;
create table chained (id int);
end;
start transaction isolation level serializable;
create table gone (id int);
abort;
lock table readings;
create procedure fill() language plpgsql as $$
begin
  insert into readings values (1);
  commit;
  insert into readings values (2);
end
$$;
call fill();
checkpoint;
discard plans;
