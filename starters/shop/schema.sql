-- Shop: everybody sees what is for sale, customers see their own orders, staff see to them.

create schema private;
comment on schema private is 'Helpers for policies and triggers. Not exposed by the API.';

create function private.set_updated_at() returns trigger language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end;
$$;
comment on function private.set_updated_at() is 'Trigger: stamps updated_at, whatever the client sent.';
revoke all on function private.set_updated_at() from public, anon, authenticated, service_role;

create type public.app_role as enum ('manager', 'staff', 'customer');
comment on type public.app_role is 'What somebody may do in the shop, strongest first.';

create type public.order_status as enum ('placed', 'paid', 'shipped', 'cancelled');
comment on type public.order_status is 'Where an order stands; a server tells it what the payment service says.';

create domain public.amount as numeric(12, 2) constraint amount_is_not_negative check (value >= 0);
comment on domain public.amount is 'Money in the currency of the shop.';

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  full_name text not null check (char_length(full_name) between 1 and 120),
  role public.app_role not null default 'customer',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.profiles is 'One person. A server gives roles; nobody gives one to themselves.';

create table public.addresses (
  id bigint generated always as identity primary key,
  customer_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  recipient text not null check (char_length(recipient) between 1 and 120),
  street text not null check (char_length(street) between 1 and 200),
  postal_code text not null check (char_length(postal_code) between 1 and 20),
  city text not null check (char_length(city) between 1 and 120),
  country_code text not null check (country_code ~ '^[A-Z]{2}$')
);
comment on table public.addresses is 'Where a customer wants parcels to go.';
comment on column public.addresses.country_code is 'ISO 3166-1, two letters.';
create index addresses_customer_id_idx on public.addresses (customer_id);

create table public.categories (
  id bigint generated always as identity primary key,
  name text not null unique check (char_length(name) between 1 and 80)
);
comment on table public.categories is 'A shelf of the shop.';

create table public.products (
  id bigint generated always as identity primary key,
  category_id bigint not null references public.categories (id) on delete restrict,
  sku text not null unique check (sku ~ '^[A-Z0-9-]{3,32}$'),
  name text not null check (char_length(name) between 1 and 200),
  description text not null default '',
  price public.amount not null,
  is_for_sale boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.products is 'Something the shop sells, or did: a product that was ordered once is never deleted.';
create index products_category_id_idx on public.products (category_id);

create table public.stock (
  product_id bigint primary key references public.products (id) on delete cascade,
  quantity bigint not null default 0 check (quantity >= 0),
  updated_at timestamptz not null default now()
);
comment on table public.stock is 'How many of a product there are. For staff only.';

create table public.orders (
  id bigint generated always as identity primary key,
  customer_id uuid not null references public.profiles (id) on delete restrict,
  status public.order_status not null default 'placed',
  recipient text not null,
  delivery_address text not null,
  total public.amount not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.orders is 'What a customer bought. A server places it, because it knows the prices.';
comment on column public.orders.delivery_address is 'As it was when the order was placed.';
create index orders_customer_id_idx on public.orders (customer_id);
create index orders_status_idx on public.orders (status);

create table public.order_items (
  order_id bigint not null references public.orders (id) on delete cascade,
  product_id bigint not null references public.products (id) on delete restrict,
  quantity bigint not null check (quantity > 0),
  unit_price public.amount not null,
  primary key (order_id, product_id)
);
comment on table public.order_items is 'One line of an order, with the price of that day.';
create index order_items_product_id_idx on public.order_items (product_id);

create trigger set_updated_at before update on public.profiles
  for each row execute function private.set_updated_at();
create trigger set_updated_at before update on public.products
  for each row execute function private.set_updated_at();
create trigger set_updated_at before update on public.stock
  for each row execute function private.set_updated_at();
create trigger set_updated_at before update on public.orders
  for each row execute function private.set_updated_at();
