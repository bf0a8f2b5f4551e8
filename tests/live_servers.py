"""Servers of somebody else, listening on the loopback: what an import from a live database reads."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from designer.postgres.embedded import EmbeddedServer, destroy_server, start_server
from designer.sandbox.servers import SANDBOX_SETTINGS, sandbox_home

PASSWORD = "s3cret-of-the-shop"
OLDER = Path("/usr/lib/postgresql/15/bin")

SHOP = """
create role shop_reader nologin;
create role shop_owner login password 's3cret-of-the-shop';
grant shop_reader to shop_owner;
create schema shop authorization shop_owner;
set role shop_owner;
create type shop.state as enum ('open', 'paid');
create table shop.orders (id bigint generated always as identity primary key, state shop.state not null default 'open',
                          total numeric(10, 2) check (total >= 0));
create index on shop.orders (state) where state = 'open';
alter table shop.orders enable row level security;
create policy readers on shop.orders for select to shop_reader using (state = 'paid');
grant select on shop.orders to shop_reader;
grant usage on schema shop to shop_reader;
comment on table shop.orders is 'what people bought';
insert into shop.orders (total) values (10);
"""


@contextmanager
def foreign_server(bin_dir: Path | None = None) -> Iterator[tuple[EmbeddedServer, str]]:
    """A server with the shop's database, and the address its owner would give."""
    # Every address of 127.0.0.0/8 is this machine's, so servers with the same port do not meet.
    address = f"127.{secrets.randbelow(200) + 20}.{secrets.randbelow(250)}.{secrets.randbelow(250) + 2}"
    data_dir = sandbox_home() / f"data-live-{address}"
    settings = {**SANDBOX_SETTINGS, "listen_addresses": address, "max_connections": "20", "wal_level": "replica"}
    server = start_server(data_dir, settings=settings, superuser="boss", bin_dir=bin_dir)
    try:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute(SHOP.encode())
        yield server, f"postgresql://shop_owner:{PASSWORD}@{address}:5432/postgres"
    finally:
        destroy_server(data_dir)
