create domain plain as integer not null;
create domain "It's" as text constraint "needed, really" not null default 'x' constraint short check (length(value) < 9);
create domain free as text collate "C";
create domain deep as "It's"[];
comment on constraint short on domain "It's" is 'Short';
revoke all on domain free from public;
