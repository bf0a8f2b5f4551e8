"""Changes of one definition carried over to another state of it."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

import pytest
from msgspec.structs import replace

from designer.design import Check, Enum, EnumValue, Key, Table
from designer.design.edits.parts import apply_changes


def enum(names: str) -> Enum:
    values = tuple(EnumValue(uuid5(NAMESPACE_URL, name), name) for name in names)
    return Enum(id=uuid5(NAMESPACE_URL, "enum"), schema="public", name="e", values=values)


@pytest.mark.parametrize(
    ("before", "after", "onto", "expected"),
    [
        ("ab", "acb", "ab", "acb"),
        ("axb", "axyb", "ab", "ayb"),
        ("axb", "yaxb", "ab", "yab"),
        ("ab", "a", "axb", "ax"),
        ("ab", "ba", "axb", "bax"),
        ("a", "axyz", "ab", "axyzb"),
    ],
)
def test_new_parts_come_after_what_they_followed(before: str, after: str, onto: str, expected: str) -> None:
    found = apply_changes(enum(before), enum(after), enum(onto))
    assert isinstance(found, Enum)
    assert "".join(value.name for value in found.values) == expected


def test_parts_that_only_the_other_state_has_changed_stay_as_they_are_there() -> None:
    onto = enum("ab")
    renamed = replace(onto, values=(replace(onto.values[0], name="A"), onto.values[1]))
    found = apply_changes(enum("ab"), enum("abc"), renamed)
    assert isinstance(found, Enum)
    assert [value.name for value in found.values] == ["A", "b", "c"]


def test_single_parts_and_plain_fields_are_carried_too() -> None:
    id_ = uuid5(NAMESPACE_URL, "t")
    key = Key(id=id_, name="t_pkey", column_ids=())
    check = Check(id=uuid5(NAMESPACE_URL, "c"), name="c", expression="true")
    bare = Table(id=id_, schema="public", name="t")
    changed = Table(id=id_, schema="public", name="t", primary_key=key, comment="A table.")
    onto = Table(id=id_, schema="public", name="u", checks=(check,))
    both = Table(id=id_, schema="public", name="u", checks=(check,), primary_key=key, comment="A table.")
    assert apply_changes(bare, changed, onto) == both
    assert apply_changes(changed, bare, both) == onto
