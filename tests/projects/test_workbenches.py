"""Edits are tried on a server before they are saved."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from pytest_django import Settings

from designer.design import Check, Table
from designer.design.edits import add_check, rename_column, rename_table
from designer.sandbox.clusters import Cluster
from projects.models import Change, Project, User
from projects.selectors import load_design
from projects.services import EditRefused, delete_project, edit_design, undo_change
from projects.services.workbenches import workbench_key
from tests.projects.test_edits import adding, table

pytestmark = [pytest.mark.workbench, pytest.mark.usefixtures("cluster")]


@pytest.fixture
def invoices(project: Project, owner: User) -> Table:
    new = table("invoices", "total")
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(new))
    return new


def test_what_postgresql_refuses_is_not_saved(project: Project, owner: User, invoices: Table) -> None:
    check = Check(id=invoices.columns[0].id, name="broken", expression="no_such_column > 0")
    with pytest.raises(EditRefused, match="no_such_column"):
        edit_design(
            project=project,
            acting_user=owner,
            label="Add check",
            edit=lambda design: add_check(design, invoices.id, check),
        )
    assert load_design(project).tables[0].checks == ()
    assert Change.objects.count() == 1


def test_edits_undo_and_further_edits_follow_one_another(project: Project, owner: User, invoices: Table) -> None:
    edit_design(
        project=project,
        acting_user=owner,
        label="Rename",
        edit=lambda design: rename_table(design, invoices.id, name="bills"),
    )
    undo_change(project=project, acting_user=owner)
    edit_design(
        project=project,
        acting_user=owner,
        label="Rename column",
        edit=lambda design: rename_column(design, invoices.id, invoices.columns[0].id, "amount"),
    )
    saved = load_design(project).tables[0]
    assert (saved.name, saved.columns[0].name) == ("invoices", "amount")


def test_an_edit_is_saved_when_the_sandbox_does_not_answer(
    project: Project, owner: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SANDBOX_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(table("one")))
    assert [row.name for row in load_design(project).tables] == ["one"]
    assert "the sandbox did not answer" in caplog.text


def test_workbenches_of_two_installations_never_meet(project: Project, settings: Settings) -> None:
    here = workbench_key(project)
    settings.SECRET_KEY = "another installation's"
    assert workbench_key(project) != here


def test_a_deleted_project_leaves_no_workbench(
    project: Project, owner: User, invoices: Table, cluster: Cluster, django_capture_on_commit_callbacks: Any
) -> None:
    key = workbench_key(project)
    assert has_workbench(cluster, key)
    with django_capture_on_commit_callbacks(execute=True):
        delete_project(project=project, acting_user=owner)
    assert not has_workbench(cluster, key)


def has_workbench(cluster: Cluster, key: str) -> bool:
    name = "bench_" + hashlib.sha256(key.encode()).hexdigest()[:12]
    with cluster.connect() as connection:
        return connection.execute("select from pg_database where datname = %s", (name,)).fetchone() is not None
