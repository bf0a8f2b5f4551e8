create table seats (row_number bigint constraint seats_pkey primary key, place bigint);
