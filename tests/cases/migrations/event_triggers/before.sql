create function watch() returns event_trigger language plpgsql as 'begin end';
create event trigger kept on ddl_command_end execute function watch();
create event trigger tagged on ddl_command_end when tag in ('CREATE TABLE') execute function watch();
create event trigger gone on sql_drop execute function watch();
create table t (id int);
