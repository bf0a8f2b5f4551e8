"""The canvas as data: the same places and ways as the drawing, and free places for what nobody has put anywhere."""

from itertools import combinations
from uuid import UUID

import msgspec
from msgspec.structs import replace

from designer.design import Design
from designer.diagram import make_canvas, make_cards_of
from designer.diagram.canvases import Canvas, CanvasCard
from designer.diagram.routes import Box
from tests.diagram.designs import column, relationship, star, table
from tests.diagram.test_layouts import overlap

PARENT, CHILD = table("parents"), table("children", column("children", "parent_id"))
PAIR = Design(tables=(PARENT, CHILD), relationships=(relationship(CHILD, "parent_id", PARENT),))


def card(canvas: Canvas, id_: UUID) -> CanvasCard:
    return next(card for card in canvas.cards if card.id == id_)


def test_what_nobody_placed_is_laid_out_with_its_lines() -> None:
    canvas = make_canvas(PAIR)
    parent, child = card(canvas, PARENT.id), card(canvas, CHILD.id)
    assert parent.x + parent.width < child.x
    (edge,) = canvas.edges
    assert edge.points[0][0] == child.x
    assert edge.points[-1][0] == parent.x + parent.width
    assert (edge.child_rows, edge.parent_rows) == ((CHILD.columns[1].id,), (PARENT.columns[0].id,))
    assert edge.on_delete == "cascade"
    row = msgspec.json.decode(msgspec.json.encode(child))["rows"][1]
    assert row == [str(CHILD.columns[1].id), "parent_id", "uuid", ["FK"], False, "", "parent_id uuid not null"]


def test_placed_cards_stand_where_they_were_put_and_new_ones_beside_their_relations() -> None:
    design = star(9)
    parent, *children = design.tables
    places = {parent.id: (5000.0, 300.0), children[0].id: (-200.0, 40.5)}
    canvas = make_canvas(design, places=places)
    assert {id_: (card(canvas, id_).x, card(canvas, id_).y) for id_ in places} == places
    boxes = [Box(each.x, each.y, each.width, each.height) for each in canvas.cards]
    assert not any(overlap(a, b) for a, b in combinations(boxes, 2))
    assert all(abs(card(canvas, child.id).x - 5000) < 1500 for child in children[1:])
    assert all(edge.points == () for edge in canvas.edges)
    assert make_canvas(design, places=places) == canvas


def test_tables_without_relations_stand_in_a_row_below_the_placed_ones() -> None:
    design = Design(tables=tuple(table(f"t{number}") for number in range(5)))
    canvas = make_canvas(design, places={design.tables[0].id: (100.0, 900.0)})
    others = [card(canvas, each.id) for each in design.tables[1:]]
    assert len({each.y for each in others}) == 1
    assert others[0].y > 900
    assert len({each.x for each in others}) == 4


def test_a_canvas_of_names_has_no_rows() -> None:
    assert [each.rows for each in make_canvas(PAIR, detail="names").cards] == [(), ()]


def test_single_cards_are_those_of_the_canvas_without_their_places() -> None:
    design = star(9)
    canvas = make_canvas(design)
    chosen = {design.tables[0].id, design.tables[3].id}
    expected = [replace(card(canvas, each.id), x=0.0, y=0.0) for each in design.tables if each.id in chosen]
    found = make_cards_of(design, chosen)
    assert sorted(found, key=lambda each: each.id) == sorted(expected, key=lambda each: each.id)
