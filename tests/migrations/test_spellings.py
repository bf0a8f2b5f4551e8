"""Texts after column renames, place by place."""

import pytest

from designer.migrations.spellings import follows_renames
from designer.postgres.parsing import normalise_query


@pytest.mark.parametrize(
    ("old", "new", "is_query", "follows"),
    [
        ("a.id = b.id", "a.number = b.id", False, True),
        ("a.id = b.id", "a.number = b.key", False, False),
        ("a.id = 'id'", "a.number = 'number'", False, False),
        ("id > 1", "number > 1 AND true", False, False),
        ("SELECT a.id FROM a", "SELECT a.number AS id FROM a", True, True),
        ("SELECT a.id FROM a", "SELECT a.number FROM a", True, False),
        ("SELECT 1 FROM a WHERE a.id = 1", "SELECT 1 FROM a WHERE a.number = 1", True, True),
    ],
)
def test_places_are_judged_one_by_one(old: str, new: str, *, is_query: bool, follows: bool) -> None:
    if is_query:
        old, new = normalise_query(old), normalise_query(new)
    assert follows_renames(old, new, {"id": "number"}, is_query=is_query) is follows


def test_without_renames_nothing_follows() -> None:
    assert not follows_renames("a", "b", {}, is_query=False)
