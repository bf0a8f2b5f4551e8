"""Printed texts that would be read differently, and near misses. The server's own judgement: tests/cases/stored_texts.sql."""

from __future__ import annotations

import pytest

from designer.postgres.stored_texts import read_alike


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            "((a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))",
            "((a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying]::character varying[])::text[]))",
        ),
        (
            "(a::text = ANY (ARRAY['x'::s.code(2), 'y'::s.code(2)]::text[]))",
            "(a::text = ANY (ARRAY['x'::s.code(2), 'y'::s.code(2)]::s.code(2)[]::text[]))",
        ),
        ("SELECT a,\n    NULL::integer\n   FROM b", 'SELECT a,\n    NULL::integer AS "?column?"\n   FROM b'),
        ("SELECT 'it''s'::numeric(3,1)[],\n    b", "SELECT 'it''s'::numeric(3,1)[] AS \"?column?\",\n    b"),
        ("(EXISTS ( SELECT 'x'::text))", "(EXISTS ( SELECT 'x'::text AS \"?column?\"))"),
        ("SELECT 1 UNION SELECT NULL::text;", 'SELECT 1 UNION SELECT NULL::text AS "?column?";'),
    ],
)
def test_a_text_is_changed_where_it_would_be_read_differently(printed: str, expected: str) -> None:
    assert read_alike(printed) == expected
    assert read_alike(expected) == expected


@pytest.mark.parametrize(
    "printed",
    [
        "(a = ANY (ARRAY['x'::text, 'y'::text]))",
        "(ARRAY[]::text[] = a)",
        "SELECT 'x'::text AS k,\n    'a'::character varying AS b",
        "SELECT f(a, 'x'::text),\n    (NULL::text || b) AS c\n   FROM t\n  WHERE b = 'SELECT ''x''::text'::text",
        "(a IS DISTINCT FROM 'x'::text)",
        "(a = 'ARRAY[''x''::t]::u'::text)",
    ],
)
def test_everything_else_stays(printed: str) -> None:
    assert read_alike(printed) == printed
