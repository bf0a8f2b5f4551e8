create domain named as integer not null;
create domain plain as integer constraint "it's mine" not null;
create domain free as integer constraint now not null;
create table t (id bigint primary key, a named, b plain, c free);
