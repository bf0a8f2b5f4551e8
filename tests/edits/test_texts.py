"""Names inside SQL text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.design import Check, View
from designer.design.edits import rename_column, rename_table
from designer.design.edits.texts import rewrite_names
from tests.sql.building import column, design, id_, table

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


@pytest.mark.parametrize(
    ("name", "text"),
    [("body", "length(Body) > 3"), ('quo"te', '"quo""te" is not null'), ("Größe", '"Größe" > 1'), ("a", "NEW.A")],
)
def test_expressions_follow_their_column_however_it_is_spelled(name: str, text: str) -> None:
    subject = column(name)
    start = table("t", subject, checks=(Check(id=id_("c"), name="c", expression=text),))
    renamed = rename_column(design(start), start.id, subject.id, "new name").tables_by_id[start.id]
    assert '"new name"' in renamed.checks[0].expression


def test_texts_follow_their_table_however_it_is_spelled() -> None:
    odd = table('Quo"te')
    view = View(id=id_("v"), schema="public", name="v", query='select * from PUBLIC."Quo""te"')
    renamed = rename_table(design(odd, view), odd.id, name="plain")
    assert renamed.views[0].query == "select * from PUBLIC.plain"
