"""Names inside SQL text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.design.edits.texts import rewrite_names

SQL = st.lists(
    st.sampled_from(
        ["select", " ", "a", ".", "a.b", '"A b"', '"A""b".c', "'it''s a.b'", "E'\\'a'", "$$", "$f$", "1.5", "::", "(", ")",
         "-- a.b\n", "/* a */", "ü", "\n", ",", "'", '"', "x1", "{}", "a . b"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(SQL)
def test_nothing_is_lost_when_nothing_is_renamed(text: str) -> None:
    rewritten = rewrite_names(text, lambda chain: None)
    assert "".join(rewritten.split()) == "".join(text.split())


def rename(chain: tuple[str, ...]) -> tuple[str, ...] | None:
    return ("new", *chain[1:]) if chain[0] == "old" else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("select * from old", "select * from new"),
        ("OLD.x + old . y", "new.x + new.y"),
        ('"old".x, "Old".x', 'new.x, "Old".x'),
        ("'old' || E'\\'old' || x.old", "'old' || E'\\'old' || x.old"),
        ("old -- old\n/* old */ + old", "new -- old\n/* old */ + new"),
        ("begin $$ old $$", "begin $$ new $$"),
        ("older, an_old, old1", "older, an_old, old1"),
    ],
)
def test_names_are_renamed_where_they_are_names(text: str, expected: str) -> None:
    assert rewrite_names(text, rename) == expected
