"""What a proof finds: that a migration holds, and every way in which one may not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from designer.migrations import Lock
from designer.proofs import Plan, Proof, ProofError, ProofFile, prove_migration, read_plan_hash
from designer.sandbox.clusters import Cluster
from designer.sandbox.limits import LimitError
from tests.migrations.proofs import faults, plan, prove, read_sql

TWO_TABLES = """
create type public.mood as enum ('sad', 'happy');
create domain public.price as numeric(8,2) check (value >= 10 and value < 20);
create table public.people (
  id bigint generated always as identity primary key,
  email text not null unique check (email like '%@%'),
  mood public.mood not null default 'sad',
  boss bigint references public.people
);
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  person bigint not null references public.people,
  cost public.price not null,
  code char(3) not null check (code = upper(code)),
  during daterange not null,
  starts date not null,
  ends date not null,
  doubled numeric generated always as (cost * 2) stored,
  exclude using gist (during with &&),
  check (starts < ends)
);
"""
CIRCLE = """
create table public.a (id bigint primary key, b bigint not null);
create table public.b (id bigint primary key, a bigint not null references public.a);
alter table public.a add foreign key (b) references public.b;
create table public.parts (day date not null, kind text not null, primary key (day, kind)) partition by range (day);
create table public.parts_a partition of public.parts for values from ('2020-01-01') to ('2021-01-01')
  partition by list (kind);
create table public.parts_a_x partition of public.parts_a for values in ('x', 'y');
create table public.parts_b partition of public.parts for values from ('2021-01-01') to (maxvalue);
"""


def prove_sql(cluster: Cluster, before: str, after: str) -> Proof:
    return prove(cluster, read_sql(cluster, before), read_sql(cluster, after))


def with_up(found: Plan, old: str, new: str) -> Plan:
    """The plan as somebody changed it by hand."""
    assert any(old in file.up_sql for file in found.files)
    return replace(found, files=tuple(replace(file, up_sql=file.up_sql.replace(old, new)) for file in found.files))


def test_rows_satisfy_every_constraint_and_survive(cluster: Cluster) -> None:
    proof = prove_sql(cluster, TWO_TABLES, TWO_TABLES + "alter table public.people add column note text;")
    assert faults(proof) == []
    assert proof.is_proven
    assert proof.unfilled == ()
    rows = {row.table: row for row in proof.rows}
    for name in ("public.people", "public.orders"):
        counts = {rows[name].base, rows[name].up, rows[name].down, rows[name].again}
        assert len(counts) == 1
        assert (rows[name].base or 0) >= 3
    assert proof.server.startswith("PostgreSQL 1")


def test_circles_and_every_partition_get_rows(cluster: Cluster) -> None:
    proof = prove_sql(cluster, CIRCLE, CIRCLE + "create index on public.a (b);")
    assert faults(proof) == []
    assert proof.unfilled == ()
    assert {row.table: row.base for row in proof.rows} == {"public.a": 4, "public.b": 4, "public.parts": 5}


def test_rows_that_go_with_a_partition_are_a_loss(cluster: Cluster) -> None:
    kept, _, dropped = CIRCLE.partition("create table public.parts_b")
    proof = prove_sql(cluster, kept + "create table public.parts_b" + dropped, kept)
    assert faults(proof) == []
    assert any(loss.startswith("public.parts:") and "with public.parts_b" in loss for loss in proof.losses)


def test_the_locks_of_a_statement_that_runs_alone_are_seen(cluster: Cluster) -> None:
    proof = prove_sql(cluster, CIRCLE, CIRCLE + "create index spare on public.a (b);")
    [built] = [row for row in proof.statements if row.direction == "up"]
    assert "create index concurrently" in built.statement
    assert [(lock.table, lock.mode) for lock in built.taken] == [("public.a", "SHARE UPDATE EXCLUSIVE")]
    assert built.predicted == "SHARE UPDATE EXCLUSIVE"


def test_a_lock_stronger_than_predicted_is_named(cluster: Cluster) -> None:
    found, _ = plan(*(read_sql(cluster, sql) for sql in (CIRCLE, CIRCLE + "alter table public.a add column c text;")))
    predicted = dict.fromkeys(found.predictions, Lock.SHARE)
    [weak] = prove_migration(replace(found, predictions=predicted), cluster=cluster).weak_predictions
    assert "add column c" in weak.statement
    assert (weak.predicted, weak.taken[0].mode) == ("SHARE", "ACCESS EXCLUSIVE")


def test_rows_that_the_target_refuses_are_a_condition(cluster: Cluster) -> None:
    proof = prove_sql(cluster, CIRCLE + "create table public.c (id int primary key, d text);",
                      CIRCLE + "create table public.c (id int primary key, d text not null);")  # fmt: skip
    assert proof.is_proven
    [condition] = proof.conditions
    assert "is violated by some row" in condition


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("add column note text", "add column note varchar", "text"),
        ("add column note text", "add column note text; update public.people set email = 'x@' || id", "people.email"),
        ("add column note text", "add column note text; delete from public.orders", "public.orders"),
        ("add column note text", "add column notes text", "note"),
        ("add column note text", "add column note nonsense", "does not exist"),
    ],
)
def test_a_migration_that_does_something_else_is_not_proven(cluster: Cluster, old: str, new: str, words: str) -> None:
    before, after = (read_sql(cluster, TWO_TABLES + sql) for sql in ("", "alter table public.people add note text;"))
    proof = prove_migration(with_up(plan(before, after)[0], old, new), cluster=cluster)
    assert not proof.is_proven
    assert any(words in row for row in proof.differences)


def test_a_way_down_that_is_missing_is_not_proven(cluster: Cluster) -> None:
    before, after = (read_sql(cluster, sql) for sql in (CIRCLE, CIRCLE + "alter table public.a add column c text;"))
    found = plan(before, after)[0]
    files = tuple(replace(file, down_sql="select 1;") for file in found.files)
    proof = prove_migration(replace(found, files=files), cluster=cluster)
    assert any(row.startswith("Down: pg_dump: ") for row in proof.differences)
    assert any(row.startswith("Down: Our reader: ") for row in proof.differences)


def test_a_column_that_comes_back_last_is_said_and_no_fault(cluster: Cluster) -> None:
    first = "create table public.t (a integer, b integer, c integer);"
    proof = prove_sql(cluster, first, "create table public.t (a integer, c integer);")
    assert proof.is_proven
    [note] = proof.notes
    assert note.startswith("The columns of public.t stand in the order a, c, b instead of a, b, c: PostgreSQL adds")
    assert any("b" in loss for loss in proof.losses)


def test_a_design_that_cannot_be_built_is_refused(cluster: Cluster) -> None:
    before = read_sql(cluster, "create view public.v as select 1 as a;")
    broken = replace(before, views=(replace(before.views[0], query="select * from public.nowhere"),))
    with pytest.raises(ProofError, match="the target cannot be built"):
        prove_migration(Plan(before=before, after=broken, files=()), cluster=cluster)


def test_a_proof_can_be_stopped(cluster: Cluster) -> None:
    before, after = (read_sql(cluster, sql) for sql in ("", CIRCLE))
    with pytest.raises(LimitError, match="stopped on request"):
        prove_migration(plan(before, after)[0], cluster=cluster, should_stop=lambda: True)


def test_a_hash_is_of_what_runs_and_nothing_else() -> None:
    file = ProofFile(name="1_a.sql", up_sql="-- a\nselect 1;", down_sql="select 2;")
    known = read_plan_hash("x", "y", [file])
    assert read_plan_hash("x", "y", [replace(file, name="2_b.sql", up_sql="-- b\n\nselect 1;\n")]) == known
    others = [replace(file, up_sql="select 3;"), replace(file, down_sql=""), replace(file, is_transactional=False)]
    assert len({known, *(read_plan_hash("x", "y", [other]) for other in others)}) == 4
    assert read_plan_hash("x", "z", [file]) != known
