import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.design.errors import DesignerError
from designer.postgres.parsing import parse_expression
from designer.postgres.quoting import dollar_quote, quote_identifier, quote_literal, quote_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("users", "users"),
        ("user", '"user"'),
        ("between", '"between"'),
        ("name", "name"),
        ("Ab", '"Ab"'),
        ('a"b', '"a""b"'),
    ],
)
def test_identifiers_are_quoted_where_needed(name: str, expected: str) -> None:
    assert quote_identifier(name) == expected


def test_names_are_qualified() -> None:
    assert quote_name("public", "order") == 'public."order"'
    assert quote_name("", "a") == "a"


@pytest.mark.parametrize("name", ["", "a\x00b"])
def test_what_is_no_identifier_is_refused(name: str) -> None:
    with pytest.raises(DesignerError):
        quote_identifier(name)


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
def test_the_parser_reads_back_what_was_quoted(text: str) -> None:
    assert parse_expression(quote_literal(text)).sval.sval == text
    assert parse_expression(dollar_quote(text)).sval.sval == text


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=15))
def test_the_parser_reads_back_identifiers(name: str) -> None:
    assert parse_expression(quote_identifier(name)).fields[0].string.sval == name
