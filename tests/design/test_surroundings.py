"""What an edit breaks is found in a part of the design exactly when it is found in the whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from designer.design import Definition, Design, Partitioning, PartitionOf, Sequence, Table, TypeRef
from designer.design.edits import put
from designer.design.integrity import check_design, check_edit
from designer.design.integrity.surroundings import surroundings
from designer.design.tables import IndexKey
from tests.sql.building import column, design, id_, index, key, relationship, table


def _keyed(name: str, **attributes: Any) -> Table:
    columns = tuple(column(part, "integer", id=id_(f"{name} {part}"), is_nullable=False) for part in ("id", "other"))
    made = table(name, *columns, **attributes)
    return replace(made, primary_key=key(f"{name}_pkey", columns[0]))


TEAMS, MEMBERS, APART = _keyed("teams"), _keyed("members"), _keyed("apart")
PARENT = _keyed("parent")
CHILD = table("child", column("own"), inherits=(PARENT.id,))
GRANDCHILD = table("grandchild", inherits=(CHILD.id,))
DAYS = _keyed("days", partitioning=Partitioning(strategy="range", keys=(IndexKey(column_id=id_("days id")),)))
DAY = table(
    "day",
    *DAYS.columns,
    partition_of=PartitionOf(table_id=DAYS.id, bound="FOR VALUES FROM (1) TO (2)"),
    indexes=(replace(index("day_idx", DAYS.columns[1]), attached_to=id_("index days_idx")),),
)
DAYS = replace(DAYS, indexes=(index("days_idx", DAYS.columns[1]),))
WHOLE = design(
    *(TEAMS, MEMBERS, APART, PARENT, CHILD, GRANDCHILD, DAYS, DAY),
    relationship("members_team", MEMBERS, MEMBERS.columns[1:], TEAMS, TEAMS.columns[:1]),
    relationship("members_other_team", MEMBERS, MEMBERS.columns[:1], TEAMS, TEAMS.columns[:1]),
    relationship("grandchild_team", GRANDCHILD, PARENT.columns[1:], TEAMS, TEAMS.columns[:1]),
    Sequence(
        id=id_("numbers"), schema="public", name="numbers", owner_table_id=CHILD.id, owner_column_id=id_("parent id")
    ),
)


def _breakages(whole: Table) -> Iterator[Table]:
    """The table with something changed that others, or itself, may rely on."""
    yield replace(whole, name="teams")
    yield replace(whole, primary_key=None)
    yield replace(whole, partitioning=None)
    yield replace(whole, partition_of=None)
    yield replace(whole, inherits=(whole.id,))
    yield replace(whole, inherits=(GRANDCHILD.id,))
    yield replace(whole, indexes=())
    if whole.primary_key is not None:
        yield replace(whole, primary_key=replace(whole.primary_key, name="teams_pkey"))
    for column_ in whole.columns[:1]:
        yield replace(whole, indexes=(index("apart", column_),))
        yield replace(whole, indexes=(index("own_idx", column_), replace(index("own_idx", column_), id=id_("another"))))
        yield replace(whole, indexes=(index("own_idx", column_),), has_rls=True)
    for place, gone in enumerate(whole.columns):
        yield replace(whole, columns=(*whole.columns[:place], *whole.columns[place + 1 :]))
        odd = replace(gone, type=TypeRef("jsonb"))
        yield replace(whole, columns=(*whole.columns[:place], odd, *whole.columns[place + 1 :]))


CHANGES: list[Definition] = [broken for table in WHOLE.tables for broken in _breakages(table)]
CHANGES += [
    replace(WHOLE.relationships[0], **change) for change in ({"name": "members_other_team"}, {"column_ids": ()})
]


def _new_messages(before: Design, after: Design) -> set[str]:
    return {row.message for row in check_design(after)} - {row.message for row in check_design(before)}


@pytest.mark.parametrize("number", range(len(CHANGES)))
def test_an_edit_is_judged_as_if_all_were_checked(number: int) -> None:
    after = put(WHOLE, CHANGES[number])
    assert {row.message for row in check_edit(WHOLE, after)} == _new_messages(WHOLE, after)


def test_some_of_these_edits_break_others_and_some_nothing() -> None:
    blamed = {
        problem.object_id == broken.id
        for broken in CHANGES
        for problem in check_edit(WHOLE, put(WHOLE, broken))
    }  # fmt: skip
    assert blamed == {True, False}
    assert check_design(WHOLE) == ()


def test_an_edit_of_one_table_looks_at_few() -> None:
    part = surroundings(WHOLE, put(WHOLE, replace(APART, columns=(*APART.columns, column("new")))))
    assert part is not None
    assert {row.name for row in part.tables} == {"apart", "child", "parent"}  # a sequence leads to the child
    assert part.relationships == ()


def test_a_removal_may_break_anything() -> None:
    fewer = replace(WHOLE, tables=tuple(row for row in WHOLE.tables if row is not DAYS))
    assert surroundings(WHOLE, fewer) is None
    assert {row.message for row in check_edit(WHOLE, fewer)} == _new_messages(WHOLE, fewer) != set()
