"""Imported migrations as released history, and the files of a project: kept byte for byte, taken back by undo."""

from __future__ import annotations

from uuid import uuid4

import pytest

from designer.design import Column, TypeRef
from designer.design.edits import add_column
from projects.models import Change, Migration, Project, User
from projects.selectors import load_design, released_design
from projects.selectors.files import load_files
from projects.services import (
    EditConflict,
    EditRefused,
    ImportMode,
    change_texts,
    edit_design,
    import_into_project,
    plan_release,
    redo_change,
    release_migration,
    undo_change,
)
from projects.services.exports import build_export
from projects.services.versions import next_versions
from tests.projects.test_edits import adding, table
from tests.projects.test_imports import read_from_sql

OLD = {
    "20240101000000_init.sql": b"\xef\xbb\xbfcreate table a (id bigint);\r\n-- caf\xc3\xa9",
    "20240102000000_more.sql": b"create table b (id bigint)",
}
KEPT = {
    "config.toml": b'project_id = "x"\r\n',
    "seed.sql": b"insert into a values (1)",
    "functions/logo.png": bytes(range(256)),
}


def bring(
    project: Project, user: User, *tables: str, history: dict[str, bytes] | None = None, remark: str = ""
) -> Change | None:
    return import_into_project(
        project=project,
        acting_user=user,
        design=read_from_sql(*(tables or ("a", "b"))),
        label="Import x.zip",
        files=KEPT,
        history=OLD if history is None else history,
        remark=remark,
    )


def exported_migrations(project: Project) -> dict[str, bytes]:
    head = "supabase/migrations/"
    return {path.removeprefix(head): text for path, text in build_export(project).items() if path.startswith(head)}


def add_note(project: Project, user: User) -> None:
    [first, *_] = load_design(project).tables
    note = Column(id=uuid4(), name="note", type=TypeRef("text"))
    edit_design(project=project, acting_user=user, label="Add note", edit=lambda now: add_column(now, first.id, note))


def test_imported_migrations_are_the_released_history_as_they_were(project: Project, owner: User) -> None:
    bring(project, owner)
    migration = Migration.objects.get()
    assert (migration.number, migration.is_imported, migration.version) == (1, True, "20240102000000")
    assert plan_release(project).files == []
    assert released_design(project) == load_design(project)
    assert exported_migrations(project) == OLD
    files = build_export(project)
    assert {path: files[f"supabase/{path}"] for path in KEPT} == KEPT
    assert not [path for path in files if path.startswith("supabase/rollbacks/")]
    assert "all migrations were imported" in files["README.md"].decode()


def test_releases_of_ours_come_after_the_imported_ones(project: Project, owner: User) -> None:
    bring(project, owner, history={"20991231235958_far.sql": b"create table a ()"})
    add_note(project, owner)
    second = release_migration(project=project, acting_user=owner, name="note", confirms_unproven=True)
    assert (second.number, second.version) == (2, "20991231235959")
    names = list(exported_migrations(project))
    assert names == ["20991231235958_far.sql", "20991231235959_note.sql"]
    assert "supabase/rollbacks/20991231235959_note.sql" in build_export(project)


@pytest.mark.parametrize(
    "last", ["0001", "20240101", "9999", "20241399000000", "20240101000000123", "29991231235959", "99991231235958"]
)
def test_versions_come_after_whatever_digits_were_imported(last: str) -> None:
    versions = next_versions(last, 3)
    for earlier, later in zip([last, *versions], versions, strict=False):
        assert earlier < later
        assert int(earlier) < int(later)


def test_undo_takes_history_and_files_back_and_redo_brings_them_again(project: Project, owner: User) -> None:
    change_texts(project=project, acting_user=owner, texts={"seed.sql": "select 1;"})
    before = load_design(project)
    bring(project, owner)
    after = load_design(project)
    assert load_files(project) == KEPT | {f"migrations/{name}": text for name, text in OLD.items()}
    undo_change(project=project, acting_user=owner)
    assert load_files(project) == {"seed.sql": b"select 1;\n"}
    assert (load_design(project), Migration.objects.count()) == (before, 0)
    redo_change(project=project, acting_user=owner)
    assert (load_design(project), exported_migrations(project)) == (after, OLD)
    assert plan_release(project).files == []
    undo_change(project=project, acting_user=owner)
    bring(project, owner, "a", history={"20250101000000_other.sql": b"create table a ()"})
    assert [str(migration) for migration in Migration.objects.all()] == ["20250101000000_imported"]


def test_an_import_that_was_built_on_is_not_undone(project: Project, owner: User) -> None:
    bring(project, owner)
    add_note(project, owner)
    release_migration(project=project, acting_user=owner, name="note", confirms_unproven=True)
    undo_change(project=project, acting_user=owner)
    with pytest.raises(EditRefused, match=r"Import x\.zip.* can no longer be undone .*_note has been released since"):
        undo_change(project=project, acting_user=owner)
    assert Migration.objects.count() == 2
    assert load_files(project).keys() > KEPT.keys()


def test_files_that_were_changed_since_are_not_taken_back(project: Project, owner: User, editor: User) -> None:
    bring(project, owner)
    change_texts(project=project, acting_user=editor, texts={"seed.sql": "select 2;"})
    with pytest.raises(EditConflict, match=r"seed\.sql was changed by Eve"):
        undo_change(project=project, acting_user=owner)
    assert load_files(project)["seed.sql"] == b"select 2;\n"


def test_a_text_that_is_left_alone_keeps_its_bytes(project: Project, owner: User) -> None:
    bring(project, owner)
    typed = {"seed.sql": "insert into a values (1)", "config.toml": 'project_id = "x"\r\n'}
    assert change_texts(project=project, acting_user=owner, texts=typed) is None
    assert load_files(project).items() >= KEPT.items()
    change = change_texts(project=project, acting_user=owner, texts={"seed.sql": " "})
    assert change is not None
    assert change.label == "Change seed.sql"
    assert "seed.sql" not in load_files(project)


def test_a_history_that_goes_on_is_appended(project: Project, owner: User) -> None:
    bring(project, owner)
    add_note(project, owner)
    release_migration(project=project, acting_user=owner, name="note", confirms_unproven=True)
    theirs = {**exported_migrations(project), "29990101000000_theirs.sql": b"create table c (id bigint)"}
    bring(project, owner, "a", "b", "c", history=theirs)
    assert [migration.is_imported for migration in Migration.objects.all()] == [True, False, True]
    assert exported_migrations(project) == theirs
    assert plan_release(project).files == []


def test_another_history_only_changes_the_design(project: Project, owner: User) -> None:
    bring(project, owner)
    bring(project, owner, "a", "b", "c", history={**OLD, "20240101000000_init.sql": b"create table a ();"})
    assert Migration.objects.count() == 1
    assert exported_migrations(project) == OLD
    assert [operation.describe() for operation in plan_release(project).operations] == ["Create table public.c"]


def test_what_was_drawn_before_the_history_came_waits_to_be_released(project: Project, owner: User) -> None:
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(table("drawn", "id")))
    import_into_project(
        project=project,
        acting_user=owner,
        design=read_from_sql("a", "b"),
        label="Import",
        mode=ImportMode.MERGE,
        history=OLD,
    )
    assert [operation.describe() for operation in plan_release(project).operations] == ["Create table public.drawn"]
    assert exported_migrations(project) == OLD


def test_the_same_input_again_changes_nothing(project: Project, owner: User) -> None:
    bring(project, owner)
    assert bring(project, owner) is None


def test_importing_the_own_export_changes_nothing(project: Project, owner: User) -> None:
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(table("a", "id")))
    release_migration(project=project, acting_user=owner, name="first", confirms_unproven=True)
    files = {path.removeprefix("supabase/"): content for path, content in build_export(project).items()}
    names = [path for path in files if path.startswith("migrations/")]
    history = {name.removeprefix("migrations/"): files.pop(name) for name in names}
    kept = {path: content for path, content in files.items() if path not in {"README.md", "SECURITY.md", "diagram.svg"}}
    again = import_into_project(
        project=project,
        acting_user=owner,
        design=load_design(project),
        label="Import",
        files=kept,
        history=history,
    )
    assert again is None


def test_what_is_no_history_for_the_cli_only_changes_the_design(project: Project, owner: User) -> None:
    bring(project, owner, history={"20240101000000_init/migration.sql": b"create table a ()"})
    assert not Migration.objects.exists()
    assert load_files(project) == KEPT


def test_the_remark_stays_with_the_history(project: Project, owner: User) -> None:
    bring(project, owner, remark="1 statement could not be applied.")
    assert Migration.objects.get().remark == "1 statement could not be applied."
