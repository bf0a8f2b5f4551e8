create function watch() returns event_trigger language plpgsql as 'begin end';
create event trigger kept on ddl_command_end execute function watch();
alter event trigger kept disable;
comment on event trigger kept is 'Kept';
create event trigger tagged on ddl_command_end when tag in ('CREATE TABLE', 'DROP TABLE') execute function watch();
create event trigger made on ddl_command_start execute function watch();
create table u (id int);
