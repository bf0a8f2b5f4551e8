import pytest

from designer.diagram.texts import clean, measure, shorten


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain_name", "plain_name"),
        ("two\nlines\ttab", "two␊lines␉tab"),
        ("abc\u202edcba", "abc\ufffddcba"),
        ("zero\u200bwidth", "zero\ufffdwidth"),
        ("👩\u200d💻 café 表", "👩\u200d💻 café 表"),
    ],
)
def test_nothing_invisible_is_drawn(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_wide_characters_take_two_cells_and_accents_none() -> None:
    assert measure("表", 10) == measure("ab", 10)
    assert measure("e\u0301", 10) == measure("e", 10)


def test_long_texts_end_in_an_ellipsis() -> None:
    assert shorten("a" * 50, 10) == "a" * 9 + "…"
    assert shorten("a" * 10, 10) == "a" * 10
