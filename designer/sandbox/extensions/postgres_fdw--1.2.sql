-- Stand-in for postgres_fdw: its wrapper without a handler, so that servers and tables can be made but nothing is reached.
create foreign data wrapper postgres_fdw;
grant usage on foreign data wrapper postgres_fdw to postgres with grant option;
