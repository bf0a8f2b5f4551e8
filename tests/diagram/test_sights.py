"""Pictures of what a page shows: places, folding, colours, areas and notes as they were seen, words from the design."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from designer.design import Design
from designer.design.errors import EditRefused
from designer.diagram import draw_sight, read_sight
from designer.diagram.drawings import MARGIN
from designer.diagram.scenes import Part, Shape
from designer.diagram.sights import make_sight
from designer.diagram.themes import TINTS
from tests.diagram.designs import column, relationship, table

PARENT, CHILD = table("parents"), table("children", column("children", "parent_id"))
LINK = relationship(CHILD, "parent_id", PARENT)
DESIGN = Design(tables=(PARENT, CHILD), relationships=(LINK,))


def sight(**changes: Any) -> bytes:
    seen: dict[str, Any] = {
        "cards": [
            {"id": PARENT.id, "x": -500, "y": 40, "tint": "green", "words": "every row"},
            {"id": CHILD.id, "x": 100.5, "y": 300, "is_folded": True},
        ],
        "edges": [{"id": LINK.id, "points": [[100.5, 315], [0, 315], [0, 60], [-300, 60]]}],
        "areas": [{"name": "People & more", "x": -530, "y": 0, "width": 300, "height": 200, "tint": "blue"}],
        "notes": [{"text": "First line\n" + "many words " * 12, "x": -500, "y": 500, "width": 200}],
    }
    return msgspec.json.encode(seen | changes)


def draw(text: bytes, **options: Any) -> str:
    return draw_sight(DESIGN, read_sight(text), format="svg", **options).decode()


def test_everything_stands_as_it_was_seen() -> None:
    svg = draw(sight())
    assert "every row" in svg
    assert "People &amp; more" in svg
    assert TINTS["light"]["green"] in svg
    assert svg.count("many words") > 2  # broken into lines
    child = svg[svg.index(f'id="table-{CHILD.id}"') :]
    assert "parent_id" not in child.partition("</g>")[0]  # folded
    parent = svg[svg.index(f'id="table-{PARENT.id}"') :]
    assert f'id="column-{PARENT.columns[0].id}"' in parent
    assert f'id="edge-{LINK.id}"' in svg


def test_what_is_between_things_stays_between_them() -> None:
    parts = {part.id: part for part in make_sight(DESIGN, read_sight(sight())).shapes if isinstance(part, Part)}
    corners = {}
    for id_ in (PARENT.id, CHILD.id):
        surface = next(shape for shape in parts[f"table-{id_}"].shapes if shape.name == "surface")
        assert isinstance(surface, Shape)
        corners[id_] = surface.points[0]
    (x, y), (child_x, child_y) = corners[PARENT.id], corners[CHILD.id]
    assert (child_x - x, child_y - y) == (600.5, 260)
    assert x - MARGIN == 30  # the area begins at the margin, 30 pixels before its table


def test_a_dark_page_gives_a_dark_picture_and_fonts_come_along() -> None:
    svg = draw(sight(theme="dark"), fonts=[("Some Mono", b"wOF2")])
    assert TINTS["dark"]["green"] in svg
    assert '@font-face{font-family:"Some Mono"' in svg
    assert "base64,d09GMg==" in svg
    assert "<style" not in draw(sight())


@pytest.mark.parametrize("format_", ["png", "pdf"])
def test_other_formats_are_drawn_from_the_same_sheet(format_: Any) -> None:
    picture = draw_sight(DESIGN, read_sight(sight()), format=format_)
    assert picture.startswith({"png": b"\x89PNG", "pdf": b"%PDF"}[format_])


def test_what_is_gone_is_left_out_and_nonsense_is_refused() -> None:
    gone = {"id": LINK.table_id.int.to_bytes(16, "big")[::-1].hex(), "x": 0, "y": 0}
    only = [{"id": PARENT.id, "x": 0, "y": 0}, gone]
    svg = draw(sight(cards=only, edges=[], areas=[], notes=[]))
    assert svg.count('class="table') == 1
    with pytest.raises(EditRefused, match="what was picked is gone"):
        draw(sight(cards=[gone]))
    for bad in (b"{", sight(cards=[{"id": PARENT.id, "x": 1e9, "y": 0}]), sight(theme="pink"), b'{"cards": 3}'):
        with pytest.raises(EditRefused, match="cannot be read"):
            read_sight(bad)
    still = [{"id": LINK.id, "points": [[1, 1], [1, 1]]}]
    assert "edge-" not in draw(sight(edges=still))
