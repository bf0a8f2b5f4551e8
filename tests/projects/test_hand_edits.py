"""SQL of the next migration, edited by hand."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from designer.migrations import Lock
from designer.migrations.files import NO_TRANSACTION
from projects.models import Project, User
from projects.services import EditRefused, edit_design, plan_release, release_migration
from projects.services.hand_edits import LONGEST_SQL, HandEdit, base_of, drop_hand_edit, save_hand_edit
from projects.services.proofs import plan_next, prove_project_plan
from projects.services.releases import written_statements
from tests.projects.test_edits import adding, table

INVOICES = table("invoices", "total")


@pytest.fixture
def invoices(project: Project, owner: User) -> Project:
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(INVOICES))
    return project


def write(project: Project, up: str | None = None, down: str | None = None) -> None:
    """Saves a text for the only file, as a person would who sees it now."""
    (file,) = plan_release(project).hand.generated
    edit = HandEdit(file.up_sql if up is None else up, file.down_sql if down is None else down, base_of(file))
    save_hand_edit(project=project, generated=file, edit=edit)
    project.refresh_from_db()


def up_of(project: Project) -> str:
    return plan_release(project).files[0].up_sql


def test_a_hand_edit_is_planned_and_released_under_the_name_of_the_release(invoices: Project, owner: User) -> None:
    write(invoices, up=up_of(invoices) + "\r\n-- agreed with Bob\r\ninsert into public.invoices default values;")
    assert up_of(invoices).endswith("-- agreed with Bob\ninsert into public.invoices default values;\n")
    assert plan_release(invoices).hand.edited == {""}
    migration = release_migration(project=invoices, acting_user=owner, name="first", confirms_unproven=True)
    (file,) = migration.files
    assert file["is_edited"]
    assert file["up"].startswith("-- first\n")
    assert "-- agreed with Bob" in file["up"]
    invoices.refresh_from_db()
    assert plan_release(invoices).draft.hand_edits == {}


def test_the_generated_text_comes_back_and_is_not_kept_as_an_edit(invoices: Project) -> None:
    generated = up_of(invoices)
    write(invoices, up="select 1;")
    drop_hand_edit(project=invoices, suffix="")
    invoices.refresh_from_db()
    assert up_of(invoices) == generated
    write(invoices)
    assert plan_release(invoices).draft.hand_edits == {}


def test_an_edit_of_sql_that_changed_since_is_neither_used_nor_lost(invoices: Project, owner: User) -> None:
    write(invoices, up="create table public.invoices ();")
    edit_design(project=invoices, acting_user=owner, label="Add", edit=adding(table("payments")))
    plan = plan_release(invoices)
    assert plan.hand.edited == frozenset()
    assert [row.edit.up for row in plan.hand.stale] == ["create table public.invoices ();\n"]
    assert plan.files == plan.hand.generated
    with pytest.raises(
        EditRefused, match=r"migration\.sql was edited by hand, and what Rowhouse writes there has changed"
    ):
        plan_next(invoices)
    with pytest.raises(EditRefused, match="Keep your text or take the generated one"):
        release_migration(project=invoices, acting_user=owner, name="first", confirms_unproven=True)
    write(invoices, up=plan.hand.stale[0].edit.up)
    assert up_of(invoices) == "create table public.invoices ();\n"


def test_a_comment_in_the_design_alone_does_not_make_an_edit_stale(invoices: Project) -> None:
    (file,) = plan_release(invoices).hand.generated
    assert base_of(file) == base_of(replace(file, up_sql="-- why\n" + file.up_sql))
    assert base_of(file) != base_of(replace(file, up_sql=file.up_sql + "select 1;"))


def test_the_first_line_says_whether_a_file_runs_in_a_transaction(invoices: Project) -> None:
    text = f"{NO_TRANSACTION}\nvacuum;"
    with pytest.raises(EditRefused, match="must be the first line of up and of down, or of neither"):
        write(invoices, up=text)
    write(invoices, up=text, down=text)
    assert not plan_release(invoices).files[0].is_transactional


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("select 1;\ncreate tabel a ();", "Up, line 2: Syntax error"),
        ("select 1; commit; begin;", "begins or ends a transaction"),
        ("-- " + "x" * LONGEST_SQL, "200,000. Shorten it"),
    ],
)
def test_what_no_file_can_hold_is_refused(invoices: Project, text: str, reason: str) -> None:
    with pytest.raises(EditRefused, match=reason):
        write(invoices, up=text)
    assert plan_release(invoices).draft.hand_edits == {}


def test_what_statements_written_by_hand_lock_is_said_and_kept(invoices: Project, owner: User) -> None:
    release_migration(project=invoices, acting_user=owner, name="first", confirms_unproven=True)
    edit_design(project=invoices, acting_user=owner, label="Add", edit=adding(table("payments")))
    write(
        invoices,
        up="create table public.payments (); lock public.payments; do $$ begin end $$;"
        " create index on public.invoices (total);",
    )
    plan = plan_release(invoices)
    (file,) = plan.edited_files
    rows = [(row["lock"], [hazard["kind"] for hazard in row["hazards"]]) for row in written_statements(plan, file)]
    assert rows == [(None, []), ("SHARE", ["blocks writes"])]
    predictions = plan_next(invoices).predictions
    assert predictions["create index on public.invoices (total)"] == Lock.SHARE
    assert "do $$ begin end $$" not in predictions
    migration = release_migration(project=invoices, acting_user=owner, name="second", confirms_unproven=True)
    assert migration.files[0]["statements"] == written_statements(plan, file)


@pytest.mark.usefixtures("cluster")
def test_a_proof_catches_an_edit_that_leads_elsewhere_and_passes_one_that_does_not(invoices: Project) -> None:
    generated = up_of(invoices)
    assert "total text" in generated
    write(invoices, up=generated.replace("total text", "total bigint"))
    wrong = prove_project_plan(invoices, plan_next(invoices))
    assert not wrong.is_proven
    assert any("public.invoices" in row and "total" in row for row in wrong.differences), wrong.differences
    write(
        invoices,
        up=generated.replace("total text", "total varchar") + "alter table public.invoices alter total type text;",
    )
    right = prove_project_plan(invoices, plan_next(invoices))
    assert right.is_proven, right.differences


@pytest.mark.usefixtures("cluster")
def test_hostile_sql_runs_in_the_sandbox_alone(invoices: Project) -> None:
    write(invoices, up="copy (select 1) to program 'true';")
    proof = prove_project_plan(invoices, plan_next(invoices))
    assert any("permission denied to COPY to or from an external program" in row for row in proof.differences)
