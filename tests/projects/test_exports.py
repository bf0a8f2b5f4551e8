"""What is exported builds the design, and its rollbacks take it back."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

import pytest

from designer.design import Column, Design, TypeRef
from designer.design.edits import (
    add_column,
    add_timestamps,
    add_value,
    draw_relationship,
    put,
    remove_column,
    rename_column,
    rename_table,
)
from designer.migrations import write_design
from designer.postgres.scripts import read_script
from designer.sandbox.clusters import Cluster
from designer.sandbox.comparisons import compare_dumps
from designer.sandbox.databases import ScratchDatabase, sandbox_run
from designer.sandbox.scripts import apply_script
from projects.models import Project, User
from projects.selectors import load_design
from projects.services import edit_design, import_into_project, release_migration
from projects.services.exports import build_export
from tests.edits.designs import CUSTOMERS, ORDERS, SHOP, STATE
from tests.projects.test_edits import table

pytestmark = pytest.mark.workbench


def change_much(design: Design) -> Design:
    """Renames, additions and removals at once."""
    notes = table("notes", "body")
    design = put(design, notes)
    design = draw_relationship(design, table_id=notes.id, target_table_id=CUSTOMERS.id)
    design = rename_table(design, ORDERS.id, name="purchases")
    design = rename_column(design, ORDERS.id, ORDERS.columns[2].id, "amount")
    design = add_value(design, STATE.id, "void")
    design = add_timestamps(design, CUSTOMERS.id)
    design = add_column(design, CUSTOMERS.id, Column(id=uuid4(), name="vip", type=TypeRef("boolean"), default="false"))
    return remove_column(design, CUSTOMERS.id, CUSTOMERS.columns[1].id)


def run(database: ScratchDatabase, statements: Iterable[tuple[str, str]]) -> None:
    with database.connect() as connection:
        for name, sql in statements:
            results = apply_script(connection, read_script(sql, name))
            assert [result.error for result in results if result.error] == []


def test_exported_migrations_build_the_design_and_rollbacks_take_it_back(
    project: Project, owner: User, cluster: Cluster
) -> None:
    import_into_project(
        project=project, acting_user=owner, design=put(load_design(project), *SHOP.definitions()), label="Import"
    )
    release_migration(project=project, acting_user=owner, name="initial", confirms_unproven=True)
    edit_design(project=project, acting_user=owner, label="Change much", edit=change_much)
    release_migration(
        project=project, acting_user=owner, name="change much", confirms_unproven=True, accepts_data_loss=True
    )

    files = {path: content.decode() for path, content in build_export(project).items() if path.endswith(".sql")}
    ups = sorted((path, sql) for path, sql in files.items() if path.startswith("supabase/migrations/"))
    downs = sorted(((path, sql) for path, sql in files.items() if path.startswith("supabase/rollbacks/")), reverse=True)
    assert len(ups) == len(downs) >= 2
    assert [path.rpartition("/")[2] for path, _ in ups] == [path.rpartition("/")[2] for path, _ in reversed(downs)]

    with sandbox_run(cluster) as scratch:
        built, designed, untouched = scratch.database(), scratch.database(), scratch.database()
        empty = untouched.dump()
        run(built, ups)
        run(designed, [("design", ";\n".join(write_design(load_design(project))) + ";")])
        assert compare_dumps(built.dump(), designed.dump()) == []
        run(built, downs)
        assert compare_dumps(built.dump(), empty) == []
