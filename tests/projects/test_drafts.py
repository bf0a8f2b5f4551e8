"""Drafts: cut, edited on, reordered, squashed, deleted, put back, and released one after the other."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from designer.design import Column, Design, Key, Relationship, TypeRef, View
from designer.design.edits import put
from designer.migrations import Answer
from projects.models import Draft, Migration, Project, User
from projects.selectors import load_design, released_design
from projects.selectors.drafts import list_cut_drafts, list_drafts, span_of
from projects.services import (
    EditRefused,
    answer_questions,
    edit_design,
    import_into_project,
    plan_drafts,
    plan_release,
    redo_change,
    release_migration,
    undo_change,
)
from projects.services.drafts import (
    cut_draft,
    delete_draft,
    last_arrangement,
    move_draft,
    rename_draft,
    restore_drafts,
    squash_draft,
)
from projects.services.exports import build_export
from projects.services.hand_edits import HandEdit, base_of, save_hand_edit
from projects.services.releases import UnprovenRelease
from tests.projects.test_edits import table

A, B, C = table("a", "note"), table("b", "note"), table("c", "note")


def edit(project: Project, user: User, *definitions: Any, why: str = "") -> None:
    edit_design(
        project=project,
        acting_user=user,
        label=f"Change {definitions[0].name}",
        description=why,
        edit=lambda design: put(design, *definitions),
    )


def names(project: Project) -> list[str]:
    return [draft.name for draft in list_drafts(project)]


def said(project: Project) -> list[list[str]]:
    """What each draft that waits would do."""
    return [[operation.describe() for operation in plan.operations] for plan in plan_drafts(project)]


@pytest.fixture
def drafts(project: Project, owner: User) -> list[Draft]:
    """Two drafts, make_a and make_b, and the table c in none."""
    edit(project, owner, A, why="For the accountants.")
    first = cut_draft(project=project, acting_user=owner, name="Make A")
    edit(project, owner, B)
    second = cut_draft(project=project, acting_user=owner, name="make_b")
    edit(project, owner, C)
    return [first, second]


def write(project: Project, draft: Draft | None, line: str) -> None:
    """Edits the only file of a draft by hand."""
    (file,) = plan_release(project, draft).hand.generated
    text = HandEdit(file.up_sql + line, file.down_sql, base_of(file))
    save_hand_edit(project=project, draft=draft, generated=file, edit=text)


def test_each_draft_is_a_migration_of_its_own(project: Project, drafts: list[Draft]) -> None:
    assert names(project) == ["make_a", "make_b", ""]
    assert said(project) == [[f"Create table public.{name}"] for name in "abc"]
    assert "-- For the accountants." in plan_release(project, drafts[0]).files[0].up_sql
    assert "public.a" not in plan_release(project).files[0].up_sql


def test_a_project_without_a_cut_has_one_draft_that_is_not_stored(project: Project, owner: User) -> None:
    assert plan_drafts(project) == []
    edit(project, owner, A)
    assert names(project) == [""]
    assert not Draft.objects.exists()


def test_nothing_new_is_not_cut_and_names_are_given_once(project: Project, drafts: list[Draft], owner: User) -> None:
    with pytest.raises(EditRefused, match="There is a draft make_b already"):
        cut_draft(project=project, acting_user=owner, name="make b")
    with pytest.raises(EditRefused, match="There is a draft make_b already"):
        rename_draft(project=project, draft=drafts[0], name="make_b")
    rename_draft(project=project, draft=drafts[0], name="Accounts")
    assert names(project) == ["accounts", "make_b", ""]
    cut_draft(project=project, acting_user=owner, name="make_c")
    with pytest.raises(EditRefused, match="there is nothing to cut"):
        cut_draft(project=project, acting_user=owner, name="more")


def test_releasing_a_draft_releases_those_before_it(project: Project, drafts: list[Draft], owner: User) -> None:
    now = load_design(project)
    with pytest.raises(UnprovenRelease, match=r"“make_a” comes first\. This migration is not proven"):
        release_migration(project=project, acting_user=owner, draft=drafts[1], name="make_b")
    assert not Migration.objects.exists()
    release_migration(project=project, acting_user=owner, draft=drafts[0], name="make_a", confirms_unproven=True)
    exported = [path for path in build_export(project) if path.startswith("supabase/migrations/")]
    assert len(exported) == 1
    assert exported[0].endswith("_make_a.sql")
    assert names(project) == ["make_b", ""]
    release_migration(project=project, acting_user=owner, name="rest", confirms_unproven=True)
    migrations = list(Migration.objects.order_by("number"))
    assert [row.name for row in migrations] == ["make_a", "make_b", "rest"]
    assert [row.base_id for row in migrations] == [None, migrations[0].target_id, migrations[1].target_id]
    versions = [file["name"][:14] for row in migrations for file in row.files]
    assert versions == sorted(set(versions))
    assert plan_drafts(project) == []
    assert load_design(project) == now
    with pytest.raises(EditRefused, match="The draft “make_a” is gone"):
        release_migration(project=project, acting_user=owner, draft=drafts[0], name="again", confirms_unproven=True)


def test_neighbours_change_places_with_what_was_decided(project: Project, drafts: list[Draft]) -> None:
    now = load_design(project)
    write(project, drafts[0], "-- mine\n")
    move_draft(project=project, draft=drafts[0], later=True)
    assert names(project) == ["make_b", "make_a", ""]
    assert said(project) == [[f"Create table public.{name}"] for name in "bac"]
    assert plan_release(project, drafts[0]).files[0].up_sql.endswith("-- mine\n")
    assert load_design(project) == now
    move_draft(project=project, draft=drafts[0], later=False)
    assert said(project) == [[f"Create table public.{name}"] for name in "abc"]
    for draft, later, words in ((drafts[0], False, "first already"), (drafts[1], True, "last of the drafts")):
        with pytest.raises(EditRefused, match=words):
            move_draft(project=project, draft=draft, later=later)


def test_drafts_of_one_table_keep_their_order(project: Project, drafts: list[Draft], owner: User) -> None:
    edit(project, owner, replace(B, comment="Bees"))
    third = cut_draft(project=project, acting_user=owner, name="bees")
    with pytest.raises(EditRefused, match=r"“make_b” and “bees” cannot change places: both change public\.b\."):
        move_draft(project=project, draft=third, later=False)
    assert names(project) == ["make_a", "make_b", "bees", ""]


def test_drafts_of_one_table_change_places_where_they_change_other_parts(project: Project, owner: User) -> None:
    edit(project, owner, A)
    release_migration(project=project, acting_user=owner, name="first", confirms_unproven=True)
    x, y = (Column(id=row.id, name=row.name, type=TypeRef("text")) for row in (B, C))
    wide = replace(A, columns=(*A.columns, x), comment="A")
    edit(project, owner, wide)
    cut_draft(project=project, acting_user=owner, name="add_x")
    wider = replace(wide, columns=(replace(A.columns[0], name="remark"), x, y))
    edit(project, owner, wider)
    second = cut_draft(project=project, acting_user=owner, name="add_y")
    move_draft(project=project, draft=second, later=False)
    first = plan_release(project, second)
    assert first.after.tables == (replace(wider, columns=(wider.columns[0], y), comment=None),)
    assert {row.describe() for row in first.operations} == {
        "Rename column note on public.a to remark",
        "Add column public.a.c",
    }
    assert load_design(project).tables == (wider,)
    move_draft(project=project, draft=second, later=True)
    assert plan_release(project, second).before.tables == (wide,)
    edit(project, owner, replace(wider, comment="Ay", columns=(*wider.columns[:2], replace(y, name="z"))))
    third = cut_draft(project=project, acting_user=owner, name="rename")
    with pytest.raises(EditRefused, match=r"both change public\.a \(column z\)\. Squash"):
        move_draft(project=project, draft=third, later=False)


def test_what_is_needed_comes_first(project: Project, owner: User) -> None:
    edit(project, owner, replace(A, primary_key=Key(id=A.id, name="a_pkey", column_ids=(A.columns[0].id,))))
    cut_draft(project=project, acting_user=owner, name="make_a")
    key = Relationship(
        id=C.id,
        name="b_note_fkey",
        table_id=B.id,
        column_ids=(B.columns[0].id,),
        target_table_id=A.id,
        target_column_ids=(A.columns[0].id,),
    )
    edit_design(project=project, acting_user=owner, label="Add", edit=lambda design: put(design, B, key))
    second = cut_draft(project=project, acting_user=owner, name="refer")
    with pytest.raises(EditRefused, match="“refer” cannot come before “make_a”"):
        move_draft(project=project, draft=second, later=False)
    assert names(project) == ["make_a", "refer", ""]


@pytest.mark.workbench
@pytest.mark.usefixtures("cluster")
def test_a_server_says_what_a_text_needs(project: Project, owner: User) -> None:
    edit(project, owner, A)
    cut_draft(project=project, acting_user=owner, name="make_a")
    edit(project, owner, View(id=C.id, schema="public", name="v", query="select a.note from public.a"))
    second = cut_draft(project=project, acting_user=owner, name="see")
    with pytest.raises(EditRefused, match=r"“see” cannot come before “make_a”. .*public\.a"):
        move_draft(project=project, draft=second, later=False)


def test_squashing_keeps_answers_and_says_which_texts_no_longer_fit(
    project: Project, drafts: list[Draft], owner: User
) -> None:
    now = load_design(project)
    for draft in drafts:
        write(project, draft, f"-- of {draft}\n")
    with pytest.raises(EditRefused, match="“make_a” is the first"):
        squash_draft(project=project, draft=drafts[0])
    squash_draft(project=project, draft=drafts[1])
    assert names(project) == ["make_a", ""]
    (squashed,) = list_cut_drafts(project)
    plan = plan_release(project, squashed)
    assert [operation.describe() for operation in plan.operations] == [
        "Create table public.a",
        "Create table public.b",
    ]
    assert {(row.name, row.edit.up.splitlines()[-1]) for row in plan.hand.stale} == {
        ("migration", "-- of make_b"),
        ("migration_of_make_a", "-- of make_a"),
    }
    assert load_design(project) == now
    with pytest.raises(EditRefused, match="was edited by hand"):
        release_migration(project=project, acting_user=owner, draft=squashed, name="x", confirms_unproven=True)


def test_deleting_gives_everything_to_the_next(project: Project, drafts: list[Draft], owner: User) -> None:
    now = load_design(project)
    answers = {"drop column:x": {"choice": "keep"}}
    Draft.objects.filter(pk=drafts[1].pk).update(answers=answers)
    delete_draft(project=project, draft=drafts[1])
    assert said(project) == [["Create table public.a"], ["Create table public.b", "Create table public.c"]]
    assert list_drafts(project)[-1].answers == answers
    delete_draft(project=project, draft=drafts[0])
    assert names(project) == [""]
    assert "-- For the accountants." in plan_release(project).files[0].up_sql
    assert load_design(project) == now


def test_what_was_done_last_is_undone_and_done_again(project: Project, drafts: list[Draft], owner: User) -> None:
    write(project, drafts[0], "-- mine\n")
    before = [draft.as_row() for draft in list_cut_drafts(project)]
    squash_draft(project=project, draft=drafts[1])
    project.refresh_from_db()
    done = last_arrangement(project)
    assert done is not None
    assert (done.label, done.is_undone) == ("Squash make_b", False)
    edit(project, owner, table("d"))
    restore_drafts(project=project)
    assert [draft.as_row() for draft in list_cut_drafts(project)] == before
    restore_drafts(project=project)
    assert names(project) == ["make_a", ""]
    answer_questions(project=project, answers={}, row_counts={})
    project.refresh_from_db()
    assert last_arrangement(project) is None
    with pytest.raises(EditRefused, match="cannot be undone"):
        restore_drafts(project=project)


def test_undo_does_not_reach_past_a_cut(project: Project, drafts: list[Draft], owner: User) -> None:
    undo_change(project=project, acting_user=owner)
    redo_change(project=project, acting_user=owner)
    undo_change(project=project, acting_user=owner)
    with pytest.raises(EditRefused, match=r"“Change b” was made before “make_b” was cut\. To undo it, first delete"):
        undo_change(project=project, acting_user=owner)
    delete_draft(project=project, draft=drafts[1])
    undo_change(project=project, acting_user=owner)
    assert said(project) == [["Create table public.a"]]


def test_however_drafts_are_arranged_they_lead_from_the_release_to_the_design(project: Project, owner: User) -> None:
    chance = random.Random(4)
    edit(project, owner, A)
    release_migration(project=project, acting_user=owner, name="first", confirms_unproven=True)
    done: Counter[str] = Counter()
    tables = [A, *(table(name) for name in "de")]
    actions: list[Any] = [cut_draft, cut_draft, move_draft, move_draft, squash_draft, delete_draft, rename_draft]
    for number in range(50):
        drafts = list_cut_drafts(project)
        draft = chance.choice(drafts) if drafts else None
        action = chance.choice(actions)
        options: dict[Any, dict[str, Any]] = {
            cut_draft: {"acting_user": owner, "name": f"n{number}"},
            move_draft: {"draft": draft, "later": chance.random() < 0.5},
            rename_draft: {"draft": draft, "name": f"n{number}"},
        }
        if action is cut_draft:
            chosen: Any = chance.choice(tables)
            own = load_design(project).by_id.get(chosen.id, chosen)
            extra = Column(id=UUID(int=chance.getrandbits(128)), name=f"c{number}", type=TypeRef("text"))
            wider, other = replace(own, columns=(*own.columns, extra)), replace(own, comment=str(number))
            edit(project, owner, chance.choice([wider, other]))
        now = load_design(project)
        try:
            action(project=project, **options.get(action, {"draft": draft}))
            done[action.__name__] += 1
        except EditRefused:
            pass
        drafts = list_drafts(project)
        spans = [span_of(project, drafts, place) for place in range(len(drafts))]
        assert [row.after for row in spans[:-1]] == [row.before for row in spans[1:]]
        assert (spans[0].before, spans[-1].after, load_design(project)) == (released_design(project), now, now)
    assert set(done) == {action.__name__ for action in actions}


def test_history_is_not_imported_under_drafts(project: Project, drafts: list[Draft], owner: User) -> None:
    assert drafts
    files = {"20250101000000_x.sql": b"create table public.x ();"}
    with pytest.raises(EditRefused, match=r"Drafts begin where the released migrations end.*“make_a”, “make_b”"):
        import_into_project(
            project=project, acting_user=owner, design=Design(tables=(table("x"),)), label="Import", history=files
        )
    assert not Migration.objects.exists()


def test_each_draft_has_its_own_questions(project: Project, owner: User) -> None:
    edit(project, owner, A)
    release_migration(project=project, acting_user=owner, name="first", confirms_unproven=True)
    edit(project, owner, replace(A, columns=()))
    first = cut_draft(project=project, acting_user=owner, name="lose_note")
    edit(project, owner, replace(A, columns=(Column(id=B.id, name="total", type=TypeRef("int4")),)))
    assert plan_release(project).open == []
    (question,) = plan_release(project, first).open
    with pytest.raises(EditRefused, match=r"“lose_note” comes first. .*drop column public\.a\.note"):
        release_migration(project=project, acting_user=owner, name="all", confirms_unproven=True)
    answer_questions(project=project, draft=first, answers={question.id: Answer("drop")}, row_counts={})
    release_migration(project=project, acting_user=owner, name="all", confirms_unproven=True)
    assert [row["answer"] for row in Migration.objects.get(number=2).answers] == [{"choice": "drop"}]
    assert Migration.objects.get(number=3).answers == []
