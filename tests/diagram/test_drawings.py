import os
import re
import stat
import struct
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from designer.design import Column, Design, Enum, EnumValue, Grant, TypeRef, View
from designer.diagram import GraphvizMissingError, GraphvizTimeoutError, draw_design
from designer.diagram.drawings import make_scene
from designer.diagram.scenes import Scene
from designer.diagram.themes import LIGHT
from designer.diagram.xdot import PIXEL_LIMIT, SIDE_LIMIT, render, write_xdot
from tests.diagram.designs import SPACE, column, relationship, star, table

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<script>alert(1)</script>",
    "a & b",
    "quote\"apos'back\\slash\\",
    "two\nlines",
    "\u202eright to left",
    "שלום",
    "👩\u200d💻",
    "]]>--><!--",
    "%d \\N \\G {x|y} <b>",
    "x" * 63,
]


def hostile_design() -> Design:
    tables = [
        replace(
            table(name, *(Column(id=column(name, each).id, name=each, type=TypeRef(each)) for each in HOSTILE)),
            comment=name,
        )
        for name in HOSTILE
    ]
    enum = Enum(id=SPACE, schema=HOSTILE[0], name=HOSTILE[1], values=(EnumValue(SPACE, HOSTILE[2]),))
    view = View(id=column("v", "v").id, schema="public", name=HOSTILE[0], query="select 1")
    links = [replace(relationship(tables[0], HOSTILE[0], tables[1]), name=name) for name in HOSTILE[:1]]
    return Design(tables=tuple(tables), enums=(enum,), views=(view,), relationships=tuple(links))


def elements(svg: bytes) -> dict[str, ElementTree.Element]:
    return {element.attrib["id"]: element for element in ElementTree.fromstring(svg).iter() if "id" in element.attrib}


def texts(svg: bytes) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_every_object_can_be_found_by_its_id() -> None:
    design = star(2)
    found = elements(draw_design(design, format="svg"))
    assert {f"table-{each.id}" for each in design.tables} <= set(found)
    assert {f"edge-{each.id}" for each in design.relationships} <= set(found)
    assert {f"column-{each.id}" for each in design.columns_by_id.values()} <= set(found)
    assert found[f"table-{design.tables[0].id}"].attrib["tabindex"] == "0"
    assert "any number of child_000 for each row of parents" in (
        found[f"edge-{design.relationships[0].id}"].findtext(f"{SVG}title") or ""
    )


def test_the_strictest_content_policy_lets_it_pass() -> None:
    for element in ElementTree.fromstring(draw_design(hostile_design(), format="svg")).iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "g", "path", "circle", "text", "rect"}
        assert not {name for name in element.attrib if name == "style" or name.startswith("on") or "href" in name}


def test_hostile_names_are_text_and_nothing_else() -> None:
    drawn = texts(draw_design(hostile_design(), format="svg"))
    assert "<script>alert(1)</script>" in drawn
    assert "a & b" in drawn
    assert "two␊lines" in drawn
    assert "\ufffdright to left" in drawn


@pytest.mark.parametrize("format_", ["png", "pdf"])
def test_hostile_names_do_not_break_graphviz(format_: str) -> None:
    magic = {"png": b"\x89PNG", "pdf": b"%PDF"}[format_]
    assert draw_design(hostile_design(), format="png" if format_ == "png" else "pdf").startswith(magic)


def test_names_stay_out_of_the_dot_language() -> None:
    """Every quoted string ends where it is meant to: outside of them only our own few words are left."""
    design = hostile_design()
    source = write_xdot(make_scene(design, theme=LIGHT, scope=None, detail="all", timeout=20))
    outside = re.sub(r'"(?:[^"\\]|\\.|\\\n)*"', "", source, flags=re.DOTALL)
    assert re.fullmatch(r"[\w\s{}\[\]=,]*", outside)


def test_equal_designs_give_equal_bytes() -> None:
    assert draw_design(hostile_design(), format="svg") == draw_design(hostile_design(), format="svg")
    assert draw_design(star(6), format="png") == draw_design(star(6), format="png")


def test_a_pdf_does_not_tell_the_time_it_was_made() -> None:
    first = draw_design(star(2), format="pdf")
    time.sleep(1.1)
    assert draw_design(star(2), format="pdf") == first
    assert b"(D:19800101000000" in first


def test_dots_in_names_do_not_move_the_schema() -> None:
    drawn = texts(draw_design(Design(tables=(table("b.c", schema="a.b"), table("d.e"))), format="svg"))
    assert {"a.b.", "b.c", "d.e"} <= set(drawn)


def test_a_scope_draws_its_tables_and_writes_what_leads_out_of_them() -> None:
    design = star(3)
    svg = draw_design(design, format="svg", scope={design.tables[1].id})
    assert f"table-{design.tables[1].id}" in elements(svg)
    assert f"table-{design.tables[0].id}" not in elements(svg)
    assert "→ parents" in texts(svg)


def test_detail_decides_which_rows_are_written() -> None:
    parent = table("parents", column("parents", "plain"))
    child = table("children", column("children", "parent_id"), column("children", "note"))
    design = Design(tables=(parent, child), relationships=(relationship(child, "parent_id", parent),))
    assert "note" in texts(draw_design(design, format="svg", detail="all"))
    keys = texts(draw_design(design, format="svg", detail="keys"))
    assert "parent_id" in keys
    assert "note" not in keys
    names = draw_design(design, format="svg", detail="names")
    assert "parent_id" not in texts(names)
    assert f"edge-{design.relationships[0].id}" in elements(names)


def test_the_themes_differ_in_colour_only() -> None:
    light, dark = (draw_design(star(2), format="svg", theme=theme).decode() for theme in ("light", "dark"))
    assert light != dark
    assert re.sub(r"#[0-9a-f]{6}", "", light) == re.sub(r"#[0-9a-f]{6}", "", dark)


def test_an_empty_design_says_so() -> None:
    assert "No tables yet." in texts(draw_design(Design(), format="svg"))
    assert draw_design(Design(), format="png").startswith(b"\x89PNG")


def test_the_legend_explains_only_what_occurs() -> None:
    opened = replace(table("notes"), grants=(Grant(grantee="anon", privileges=("SELECT",)),))
    drawn = texts(draw_design(Design(tables=(opened,)), format="svg"))
    assert "open to the API without row-level security" in drawn
    assert "zero or more" not in drawn


def test_without_graphviz_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(GraphvizMissingError, match="apt-get install graphviz"):
        draw_design(star(2), format="svg")


@pytest.fixture
def slow_graphviz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "dot"
    program.write_text("#!/bin/sh\nexec sleep 30\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.usefixtures("slow_graphviz")
def test_when_graphviz_takes_too_long_the_tables_are_drawn_and_a_note_says_what_is_missing() -> None:
    started = time.monotonic()
    svg = draw_design(star(3), format="svg", timeout=0.3)
    assert time.monotonic() - started < 5
    assert f"table-{star(3).tables[0].id}" in elements(svg)
    assert any("4 connected tables stand in rows and without lines" in text for text in texts(svg))


@pytest.mark.usefixtures("slow_graphviz")
def test_a_picture_that_cannot_be_rendered_in_time_is_an_error() -> None:
    scene = Scene(width=10, height=10, title="", description="", paper="#ffffff", shapes=())
    with pytest.raises(GraphvizTimeoutError, match=r"within 0\.2 s"):
        render(scene, "png", timeout=0.2)


def test_a_thousand_tables_of_twenty_columns_are_drawn() -> None:
    tables = [
        table(f"t{number:04}", *(column(f"t{number:04}", f"column_{each:02}") for each in range(19)))
        for number in range(1000)
    ]
    links = [
        relationship(tables[number], f"column_{each:02}", tables[(number * (7 + each)) // 10])
        for number in range(1, 1000)
        for each in range(1 + number % 2)
    ]
    design = Design(tables=tuple(tables), relationships=tuple(links))
    started = time.monotonic()
    svg = draw_design(design, format="svg")
    assert time.monotonic() - started < 30
    assert svg.count(b'class="table') == 1000


@pytest.mark.parametrize(("width", "height"), [(20_000.0, 9_000.0), (90_000.0, 30.0)])
def test_a_picture_larger_than_any_screen_is_scaled_down(width: float, height: float) -> None:
    scene = Scene(width=width, height=height, title="", description="", paper="#ffffff", shapes=())
    across, down = struct.unpack(">II", render(scene, "png")[16:24])
    assert across * down <= PIXEL_LIMIT * 1.01
    assert max(across, down) <= SIDE_LIMIT + 1
    assert across / max(down, 1) == pytest.approx(width / height, rel=0.1)
