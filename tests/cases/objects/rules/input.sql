-- Rules on tables and views: events, conditions, several actions, their state.
create function old_name(text) returns text language sql immutable as $$select $1$$;
create table notes (id int primary key, body text, "do" int);
create table log (at timestamp default now(), what text);
create view shown as select id, body from notes;
create rule quiet as on delete to notes do instead nothing;
create rule "Also log" as on update to notes where old.body <> new.body and old."do" > (3) do also
  insert into log (what) values ('do ' || new.body);
create rule several as on insert to notes do also (
  insert into log (what) values ('a; b');
  delete from log where what = old_name(new.body);
  notify noted
);
comment on rule quiet on notes is 'Nothing is deleted';
create rule shown_insert as on insert to shown do instead insert into notes (id, body) values (new.id, new.body)
  returning notes.id, notes.body;
create rule shown_update as on update to shown do instead update notes set body = new.body where id = old.id;
alter table notes disable rule quiet;
alter table notes enable replica rule "Also log";
alter table notes enable always rule several;
