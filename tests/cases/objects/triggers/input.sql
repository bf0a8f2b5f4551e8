create schema fn;
create table orders (id bigint primary key, total numeric, "Sta te" text);
create table log (at timestamptz default now(), what text);
create view open_orders as select id, total from orders;
create function fn."Ac t"() returns trigger language plpgsql as $$ begin return coalesce(new, old); end $$;
create trigger before_all before insert or update or delete on orders for each row execute function fn."Ac t"('it''s', '', '1');
create trigger columns before update of total, "Sta te" on orders for each row
  when (old.total is distinct from new.total or new."Sta te" = 'paid') execute function fn."Ac t"();
create trigger transitions after update on orders referencing old table as "Old ones" new table as now_there
  for each statement execute function fn."Ac t"();
create trigger emptied after truncate on orders execute function fn."Ac t"();
create constraint trigger checked after insert or update on orders deferrable initially deferred
  for each row when (new.total > 0) execute function fn."Ac t"();
create constraint trigger at_once after delete on orders for each row execute function fn."Ac t"();
create trigger "In stead" instead of insert or update or delete on open_orders for each row execute function fn."Ac t"();
create trigger off after insert on log for each row execute function fn."Ac t"();
alter table log disable trigger off;
create trigger replicas after insert on log for each row execute function fn."Ac t"();
alter table log enable replica trigger replicas;
create trigger always after insert on log for each row execute function fn."Ac t"();
alter table log enable always trigger always;
comment on trigger columns on orders is 'Only some';
comment on trigger "In stead" on open_orders is 'Writes through';
create trigger on_new_user after insert on auth.users for each row execute function fn."Ac t"();
create table parts (id int, region text) partition by list (region);
create table parts_eu partition of parts for values in ('eu');
create trigger on_parts after insert on parts for each row execute function fn."Ac t"();
