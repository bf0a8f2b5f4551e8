"""What every layout must hold: cards apart from each other, and no line through a card."""

from itertools import combinations, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from designer.design import Design
from designer.diagram.cards import fold_partitions, make_cards
from designer.diagram.frames import make_frames
from designer.diagram.layouts import Layout, lay_out
from designer.diagram.links import Link, find_links
from designer.diagram.packing import pack
from designer.diagram.routes import Box
from tests.diagram.designs import column, relationship, star, table


def laid_out(design: Design) -> tuple[Layout, list[Link]]:
    folded = fold_partitions(design)
    drawn = set(folded.values())
    links = find_links(design, folded, drawn)
    frames = make_frames(make_cards(design, links, folded, drawn), "all")
    return lay_out(frames, links), links


def web(pairs: list[tuple[int, int]], size: int) -> Design:
    """Tables with a foreign key for every pair of numbers (child, parent), circles and self-references included."""
    names = [f"t{number}" for number in range(size)]
    tables = [
        table(name, *(column(name, f"c{k}") for k, (child, _) in enumerate(pairs) if child == number))
        for number, name in enumerate(names)
    ]
    return Design(
        tables=tuple(tables),
        relationships=tuple(
            relationship(tables[child], f"c{k}", tables[parent]) for k, (child, parent) in enumerate(pairs)
        ),
    )


def overlap(a: Box, b: Box) -> bool:
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


def check(layout: Layout, links: list[Link]) -> None:
    assert not any(overlap(a, b) for a, b in combinations(layout.boxes.values(), 2))
    assert set(layout.routes) == {link.relationship.id for link in links if not link.is_written}
    for link in links:
        route = layout.routes.get(link.relationship.id)
        if route is None:
            continue
        for end, id_ in ((route[0], link.child_id), (route[-1], link.parent_id)):
            box = layout.boxes[id_]
            assert end[0] == pytest.approx(box.x) or end[0] == pytest.approx(box.x + box.width)
            assert box.y <= end[1] <= box.y + box.height
        for (x1, y1), (x2, y2) in pairwise(route):
            assert x1 == pytest.approx(x2) or y1 == pytest.approx(y2)
            left, right = sorted((x1, x2))
            top, bottom = sorted((y1, y2))
            for box in layout.boxes.values():
                inside = Box(box.x + 1, box.y + 1, box.width - 2, box.height - 2)
                assert not overlap(inside, Box(left, top, right - left or 0.1, bottom - top or 0.1))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20))
@example([(6, 0), (0, 1), (1, 5), (2, 2), (2, 3), (2, 6), (2, 7), (2, 7), (4, 3), (5, 6), (5, 7), (7, 2)])
def test_lines_run_between_cards_in_any_web(pairs: list[tuple[int, int]]) -> None:
    check(*laid_out(web(pairs, 9)))


def test_lines_run_between_cards_when_columns_are_limited() -> None:
    pairs = [(number, number // 3) for number in range(1, 90)] + [(number, number - 7) for number in range(60, 90)]
    check(*laid_out(web(pairs, 90)))


def test_equal_designs_are_laid_out_equally() -> None:
    design = web([(1, 0), (2, 0), (3, 1), (3, 2), (4, 4), (0, 4)], 8)
    assert laid_out(design) == laid_out(design)


def test_unconnected_tables_stand_in_rows() -> None:
    layout, _ = laid_out(Design(tables=tuple(table(f"alone_{number}") for number in range(40))))
    assert len({box.x for box in layout.boxes.values()}) > 3
    assert 0.5 < layout.width / layout.height < 3


def test_a_large_group_is_not_one_endless_column() -> None:
    pairs = [(number, (number - 1) // 10) for number in range(1, 200)]
    layout, _ = laid_out(web(pairs, 200))
    assert layout.height < 3 * layout.width


def test_lines_of_one_parent_share_their_way() -> None:
    layout, _ = laid_out(star(5))
    starts = {route[-1] for route in layout.routes.values()}
    assert len(starts) == 1


@given(st.lists(st.tuples(st.integers(10, 400), st.integers(10, 400)), min_size=1, max_size=40))
def test_packed_rectangles_keep_their_distance(sizes: list[tuple[int, int]]) -> None:
    corners = pack([(float(width), float(height)) for width, height in sizes], 10)
    boxes = [Box(x, y, width + 9.9, height + 9.9) for (x, y), (width, height) in zip(corners, sizes, strict=True)]
    assert not any(overlap(a, b) for a, b in combinations(boxes, 2))
