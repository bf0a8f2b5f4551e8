create table orders (
  id int generated always as identity primary key,
  customer_id int not null references customers,
  total numeric
);
