"""Matching an input with a design: through history, by name, by answers; questions only where something speaks for it."""

from __future__ import annotations

from uuid import UUID

import pytest

from designer.catalog.imports import read_scripts
from designer.catalog.namings import parse_rename
from designer.catalog.reimports import Question, answers_by_id, match_input
from designer.design import Design, DesignerError, QualifiedName
from designer.design.documents import decode_design, encode_design
from designer.migrations import compare_designs, write_design
from designer.postgres.scripts import read_script
from designer.sandbox.clusters import Cluster
from tests.catalog.conftest import Read
from tests.catalog.test_matching import with_random_ids

OLD = """
    create type mood as enum ('sad', 'ok');
    create table users (id int primary key, email text not null unique, note varchar(20), feels mood, total int);
    create table posts (id int primary key, author int references users, check (id > 0));
    create view authors as select id from users;
"""


@pytest.fixture
def read(cluster: Cluster) -> Read:
    return lambda sql: read_scripts([read_script(sql, "x.sql")], cluster=cluster)[0]


@pytest.fixture
def known(read: Read) -> Design:
    """The old schema as if it had been drawn."""
    return with_random_ids(read(OLD))


def changes(before: Design, after: Design) -> list[str]:
    return [operation.describe() for operation in compare_designs(before, after)]


def decode_with(design: Design, old: str, new: str) -> Design:
    """The design with a text in it replaced."""
    return decode_design(encode_design(design).decode().replace(old, new))


def asked(questions: tuple[Question, ...]) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    return {f"{row.word} {row.name}": [(each.name, each.evidence) for each in row.candidates] for row in questions}


def first_answers(design: Design, questions: tuple[Question, ...]) -> dict[UUID, QualifiedName]:
    return answers_by_id(design, {row.id: row.candidates[0].id for row in questions})


def test_a_column_that_looks_renamed_is_asked_about_and_dropped_until_somebody_says_yes(
    known: Design, read: Read
) -> None:
    design = read(OLD.replace("email", "contact_email"))
    found = match_input(design, known)
    assert asked(found.questions) == {
        "column of public.users email": [
            (
                "contact_email",
                (
                    "the same type",
                    "the same position",
                    "the same constraints (unique)",
                    "the same default and NOT NULL",
                    "a similar name",
                ),
            )
        ]
    }
    assert "Drop column public.users.email" in changes(known, found.design)
    answered = match_input(design, known, answers=first_answers(design, found.questions))
    assert answered.questions == ()
    assert "Rename column email on public.users to contact_email" in changes(known, answered.design)
    assert not [line for line in changes(known, answered.design) if "Drop column" in line or "Add column" in line]


def test_what_has_nothing_in_common_is_not_asked_about(known: Design, read: Read) -> None:
    sql = OLD.replace("total int)", "happened_at timestamptz)").replace(
        "view authors as select id", "view v as select 1"
    )
    assert match_input(read(sql), known).questions == ()


def test_tables_types_and_labels_are_asked_about_one_after_the_other(known: Design, read: Read) -> None:
    sql = OLD.replace("users", "members").replace("note varchar", "remark varchar").replace("'ok'", "'fine'")
    design = read(sql)
    first = match_input(design, known)
    assert asked(first.questions)["table public.users"] == [("public.members", ("4 of 5 columns the same",))]
    assert asked(first.questions)["value of public.mood ok"] == [("fine", ("the same position",))]
    answers = first_answers(design, first.questions)
    second = match_input(design, known, answers=answers)
    assert asked(second.questions) == {
        "column of public.users note": [("remark", ("the same type", "the same position"))]
    }
    third = match_input(design, known, answers=answers | first_answers(design, second.questions))
    renames = [line for line in changes(known, third.design) if line.startswith(("Drop", "Create", "Add"))]
    assert renames == []


def test_what_was_renamed_here_is_known_under_its_former_name(read: Read) -> None:
    design = read(OLD)
    known = with_random_ids(read(OLD.replace("users", "members").replace("email", "mail")))
    members = known.table("public", "members")
    mail = next(column for column in members.columns if column.name == "mail")
    former = {members.id: [QualifiedName("public", "users")], mail.id: [QualifiedName("", "email")]}
    found = match_input(design, known, former=former)
    assert found.design.table("public", "users").id == members.id
    assert set(found.recognised) == {("public.members", "public.users"), ("public.members.mail", "public.users.email")}
    assert found.questions == ()
    under_new_names = match_input(read(OLD.replace("users", "members").replace("email", "mail")), known, former=former)
    assert (under_new_names.recognised, under_new_names.design) == ((), known)


def test_a_former_name_that_something_else_has_now_decides_nothing(read: Read) -> None:
    known = with_random_ids(read("create table a (x int); create table b (y text)"))
    former = {known.table("public", "b").id: [QualifiedName("public", "a")]}
    design = read("create table a (x int)")
    found = match_input(design, known, former=former)
    assert found.design.table("public", "a").id == known.table("public", "a").id
    assert found.recognised == ()


def test_a_renamed_schema_takes_what_is_in_it_along(read: Read) -> None:
    sql = "create schema app; create table app.a (x int primary key); create table app.b (y int references app.a)"
    known, design = with_random_ids(read(sql)), read(sql.replace("app", "core"))
    found = match_input(design, known)
    assert asked(found.questions)["schema app"] == [("core", ("all 2 objects the same",))]
    chosen = next(row for row in found.questions if row.word == "schema")
    answered = match_input(design, known, answers=first_answers(design, (chosen,)))
    assert answered.questions == ()
    assert changes(known, answered.design) == ["Rename schema app to core"]


def test_words_of_the_author_stay_where_the_server_says_the_same(cluster: Cluster, read: Read) -> None:
    design = read("create table a (x int default 1 + 1, y numeric, check (y > 0), check (x > 1))")
    text = "(y > (0)::numeric)"
    known = with_random_ids(design)
    [table] = known.tables
    assert [check.expression for check in table.checks].count(text[1:-1]) == 1
    drawn = decode_with(known, text[1:-1], "y > 0")
    printed, _ = read_scripts([read_script(";\n".join(write_design(drawn)), "the design")], cluster=cluster)
    again = match_input(design, drawn, printed=printed).design
    assert again == drawn
    changed = read("create table a (x int default 1 + 1, y numeric, check (y > 0), check (x > 2))")
    kept = match_input(changed, drawn, printed=printed).design
    assert sorted(check.expression for check in kept.tables[0].checks) == ["x > 2", "y > 0"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("public.users.email", "is no rename"),
        ("public.users.none=email", "is not in the project"),
        ("public.users.email=note", "is in the input under its own name"),
    ],
)
def test_a_rename_that_cannot_be_is_refused(known: Design, read: Read, text: str, reason: str) -> None:
    with pytest.raises(DesignerError, match=reason):
        parse_rename(text, known, read(OLD))


def test_a_rename_to_what_is_not_there_is_refused(known: Design, read: Read) -> None:
    design = read(OLD.replace("email", "contact_email"))
    id_, naming = parse_rename("public.users.email=contact", known, design)
    with pytest.raises(DesignerError, match=r"public\.users\.email did not become contact"):
        match_input(design, known, answers={id_: naming})
    id_, naming = parse_rename("public.users.email=contact_email", known, design)
    assert match_input(design, known, answers={id_: naming}).questions == ()
