"""The SQL of an object, edited and read back."""

from __future__ import annotations

import pytest

from designer.catalog.imports import read_scripts
from designer.catalog.sql_edits import SqlRefused, read_edited
from designer.design import Design
from designer.design.documents import content_hash
from designer.design.errors import EditRefused
from designer.migrations import write_object
from designer.postgres.scripts import read_script
from designer.sandbox.clusters import Cluster

SHOP = """
create table public.companies (id uuid primary key default gen_random_uuid(), name text not null);
create table public.orders (
  id uuid primary key, company_id uuid not null references public.companies (id) on delete cascade,
  total numeric(12,2) default 0 check (total > 0)
);
create view public.totals as select company_id, sum(total) as total from public.orders group by company_id;
alter table public.orders enable row level security;
create policy everybody on public.orders for select using (true);
"""


@pytest.fixture(scope="module")
def shop(cluster: Cluster) -> Design:
    design, failures = read_scripts([read_script(SHOP)], cluster=cluster)
    assert failures == ()
    return design


def test_the_text_as_it_is_changes_nothing(shop: Design, cluster: Cluster) -> None:
    table = shop.table("public", "orders")
    same = read_edited(shop, table.id, write_object(shop, table.id), cluster=cluster)
    assert same.by_id == shop.by_id


def test_columns_policies_and_names_follow_the_text(shop: Design, cluster: Cluster) -> None:
    table = shop.table("public", "companies")
    text = (
        write_object(shop, table.id).replace("  name text", "  title text").replace("public.companies", "public.firms")
    )
    text += "create index firms_title on public.firms (title);"
    edited = read_edited(shop, table.id, text, cluster=cluster)
    firms = edited.tables_by_id[table.id]
    assert (firms.name, [column.name for column in firms.columns]) == ("firms", ["id", "title"])
    assert [column.id for column in firms.columns] == [column.id for column in table.columns]
    assert [index.name for index in firms.indexes] == ["firms_title"]
    assert edited.relationships == shop.relationships
    assert [row for row in edited.definitions() if row.id != table.id] == [
        row for row in shop.definitions() if row.id != table.id
    ]


def test_a_relationship_that_is_taken_out_is_gone(shop: Design, cluster: Cluster) -> None:
    table = shop.table("public", "orders")
    text = "create table public.orders (id uuid primary key, company_id uuid not null, total numeric(12,2));"
    edited = read_edited(shop, table.id, text, cluster=cluster)
    assert edited.relationships == ()
    assert edited.tables_by_id[table.id].policies == ()
    assert edited.views == shop.views


def test_a_mistake_is_told_at_its_place(shop: Design, cluster: Cluster) -> None:
    before = content_hash(shop)
    text = "create table public.orders (\n  id uuid primary key,\n  total moneyy\n);"
    with pytest.raises(SqlRefused, match="moneyy") as caught:
        read_edited(shop, shop.table("public", "orders").id, text, cluster=cluster)
    assert (caught.value.line, caught.value.column) == (3, 9)
    assert content_hash(shop) == before


def test_a_text_without_the_object_is_refused(shop: Design, cluster: Cluster) -> None:
    with pytest.raises(EditRefused, match=r"no longer makes public\.orders"):
        read_edited(shop, shop.table("public", "orders").id, "select 1;", cluster=cluster)
