create domain named as integer constraint mine not null;
create domain plain as integer not null;
create domain free as integer;
create table t (id bigint primary key, a named, b plain, c free);
