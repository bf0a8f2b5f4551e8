-- Objects older than the default that takes PUBLIC's privileges away keep them.
create function old() returns int language sql return 1;
create type old_mood as enum ('sad');
alter default privileges revoke execute on functions from public;
alter default privileges revoke usage on types from public;
create function young() returns int language sql return 1;
create type young_mood as enum ('glad');
