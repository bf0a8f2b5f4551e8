"""Every edit is tried on a real server first."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from msgspec.structs import replace

from designer.design import Check, Column, Design, Policy, Role, Schema, Table, TypeRef, View, id_from_path
from designer.design.edits import put
from designer.sandbox.clusters import Cluster
from designer.workbenches import ServerRefusal, drop_workbench, try_edit, workbench_name

COMPANY = Column(id=uuid4(), name="org_id", type=TypeRef("uuid"))
PRICE = Column(id=uuid4(), name="price", type=TypeRef("integer"))
ORDERS = Table(id=uuid4(), schema="public", name="orders", columns=(COMPANY, PRICE))
EMPTY = Design(schemas=(Schema(id=id_from_path("schema", "public"), name="public", is_managed=True),))
START = put(EMPTY, ORDERS)


@pytest.fixture
def key(cluster: Cluster) -> Iterator[str]:
    name = f"test {uuid4()}"
    yield name
    drop_workbench(name, cluster=cluster)


def databases(cluster: Cluster) -> set[str]:
    with cluster.connect() as admin:
        return {row[0] for row in admin.execute("select datname from pg_database")}


def test_what_postgresql_accepts_is_kept(cluster: Cluster, key: str) -> None:
    assert try_edit(key, EMPTY, START, cluster=cluster) == START


def test_what_postgresql_refuses_is_said_in_its_words_and_leaves_the_bench_usable(cluster: Cluster, key: str) -> None:
    broken = put(START, replace(ORDERS, checks=(Check(id=uuid4(), name="c", expression="pricee > 0"),)))
    with pytest.raises(ServerRefusal, match=r'(?s)orders.*"pricee" does not exist'):
        try_edit(key, START, broken, cluster=cluster)
    fine = put(START, replace(ORDERS, checks=(Check(id=uuid4(), name="c", expression="price > 0"),)))
    assert try_edit(key, START, fine, cluster=cluster) == fine


def test_a_renamed_column_is_renamed_in_every_expression(cluster: Cluster, key: str) -> None:
    policy = Policy(id=uuid4(), name="own", using="org_id = auth.uid()")
    view = View(id=uuid4(), schema="public", name="cheap", query="select org_id from public.orders where price < 10")
    before = put(START, replace(ORDERS, policies=(policy,)), view)
    renamed = replace(before.tables[0], columns=(replace(COMPANY, name="company_id"), PRICE))
    after = try_edit(key, before, put(before, renamed), cluster=cluster)
    assert "company_id = auth.uid()" in (after.tables[0].policies[0].using or "")
    assert "company_id AS org_id" in after.views[0].query
    # The result can be built from nothing.
    assert try_edit(f"{key} again", EMPTY, after, cluster=cluster) == after
    drop_workbench(f"{key} again", cluster=cluster)


def test_a_bench_that_holds_something_else_is_made_again(cluster: Cluster, key: str) -> None:
    try_edit(key, EMPTY, START, cluster=cluster)
    other = replace(ORDERS, id=uuid4(), name="invoices", columns=())
    assert try_edit(key, EMPTY, put(EMPTY, other), cluster=cluster).tables == (other,)


def test_a_design_that_cannot_be_built_does_not_block_its_repair(cluster: Cluster, key: str) -> None:
    broken = put(START, replace(ORDERS, checks=(Check(id=uuid4(), name="c", expression="pricee > 0"),)))
    assert try_edit(key, broken, START, cluster=cluster) == START
    still_broken = put(broken, replace(ORDERS, id=uuid4(), name="invoices", columns=()))
    assert try_edit(key, broken, still_broken, cluster=cluster) == still_broken


def test_projects_with_roles_of_one_name_do_not_meet(cluster: Cluster, key: str) -> None:
    role = Role(id=uuid4(), name="analyst")
    policy = Policy(id=uuid4(), name="own", roles=("analyst",), using="true")
    design = put(START, role, replace(ORDERS, policies=(policy,)))
    try:
        for number in (1, 2):
            assert try_edit(f"{key} {number}", EMPTY, design, cluster=cluster) == design
        duplicate = replace(ORDERS, policies=(policy, replace(policy, id=uuid4(), name="two", using="nonsense")))
        with pytest.raises(ServerRefusal) as caught:
            try_edit(f"{key} 1", design, put(design, duplicate), cluster=cluster)
        assert "bench" not in str(caught.value)
    finally:
        for number in (1, 2):
            drop_workbench(f"{key} {number}", cluster=cluster)
    with cluster.connect() as admin:
        assert admin.execute("select count(*) from pg_roles where rolname like '%\\_analyst'").fetchone() == (0,)


def test_expressions_run_without_rights_beyond_the_bench(cluster: Cluster, key: str) -> None:
    hostile = View(
        id=uuid4(), schema="public", name="v", query="select pg_read_file('/etc/passwd') as x", is_materialized=True
    )
    with pytest.raises(ServerRefusal, match="Permission denied"):
        try_edit(key, START, put(START, hostile), cluster=cluster)


def test_dropping_a_bench_leaves_nothing(cluster: Cluster, key: str) -> None:
    try_edit(key, EMPTY, START, cluster=cluster)
    assert workbench_name(key) in databases(cluster)
    drop_workbench(key, cluster=cluster)
    assert workbench_name(key) not in databases(cluster)
