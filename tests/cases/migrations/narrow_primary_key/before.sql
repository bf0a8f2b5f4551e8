create table seats (row_number bigint, place bigint, constraint seats_pkey primary key (row_number, place));
