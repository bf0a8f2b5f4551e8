"""The made-up designs are real: PostgreSQL takes them, and gives them back."""

from __future__ import annotations

from designer.catalog import read_design
from designer.design import Design
from designer.design.documents import decode_design, encode_design
from designer.migrations import compare_designs, plan_files, write_design
from designer.sandbox.databases import ScratchDatabase
from script.benchmarks.designs import change_ten_things, make_design

TABLES, RELATIONSHIPS = 30, 44


def build(scratch: ScratchDatabase, design: Design) -> Design:
    """The design as a server that built it gives it back."""
    with scratch.connect() as connection:
        for statement in write_design(design):
            connection.execute(statement.encode())
        return read_design(connection)


def test_the_numbers_are_as_asked() -> None:
    design = make_design(375, 550)
    assert (len(design.tables), len(design.relationships)) == (375, 550)
    assert len({relationship.id for relationship in design.relationships}) == 550
    assert make_design(375, 550) == design


def test_a_server_gives_back_what_was_made(scratch: ScratchDatabase) -> None:
    design = make_design(TABLES, RELATIONSHIPS)
    read = build(scratch, design)
    assert [operation.describe() for operation in compare_designs(design, read)] == []


def test_ten_changes_are_a_migration_that_runs(scratch: ScratchDatabase) -> None:
    before = make_design(TABLES, RELATIONSHIPS)
    after = change_ten_things(before)
    build(scratch, before)
    with scratch.connect() as connection:
        for file in plan_files(compare_designs(before, after), name="ten_things"):
            for statement in (file.up_sql,) if file.is_transactional else file.up_sql.split(";\n"):
                connection.execute(statement.encode())
        read = read_design(connection)
    assert len(read.tables) == TABLES + 1
    assert read.table("public", "renamed_table")


def test_designs_survive_json() -> None:
    design = make_design(TABLES, RELATIONSHIPS)
    assert decode_design(encode_design(design)) == design
