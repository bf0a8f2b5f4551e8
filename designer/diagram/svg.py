"""Scenes as SVG: no script, no style attribute, nothing from elsewhere, so that the strictest policy lets it pass.

Tables, columns and relationships are groups with stable ids (`table-<uuid>`, `column-<uuid>`, `edge-<uuid>`), classes
and titles: a page can select, colour and focus them, and a screen reader reads them.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape
from typing import TypeAlias

from designer.diagram.scenes import Circle, Part, Scene, Shape, Text, outline
from designer.diagram.texts import clean
from designer.diagram.themes import MONO, SANS

Fonts: TypeAlias = Sequence[tuple[str, bytes]]
"""Faces by the names that texts ask for, as WOFF2."""


def write_svg(scene: Scene, fonts: Fonts = ()) -> str:
    """The scene as a document that stands alone and can be put into a page as it is, unless it brings fonts along."""
    width, height = _number(scene.width), _number(scene.height)
    size = f'width="{width}" height="{height}"'
    view = f'{size} viewBox="0 0 {width} {height}" font-family="{MONO}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {view} class="erd" aria-labelledby="diagram-title">',
        f'<title id="diagram-title">{_text(scene.title)}</title>',
        f"<desc>{_text(scene.description)}</desc>",
        f'<rect class="paper" {size} fill="{scene.paper}"/>',
    ]
    if fonts:
        lines.insert(1, f"<style>{''.join(_face(name, font) for name, font in fonts)}</style>")
    for shape in scene.shapes:
        lines.extend(_write(shape))
    lines.append("</svg>")
    return "\n".join(lines) + "\n"


def _face(name: str, font: bytes) -> str:
    source = f"url(data:font/woff2;base64,{b64encode(font).decode()})"
    return f'@font-face{{font-family:"{name}";font-weight:100 800;src:{source}}}'


def _write(shape: Shape | Circle | Text | Part) -> Iterator[str]:
    if isinstance(shape, Part):
        focus = f' tabindex="0" role="group" aria-label="{_text(shape.title)}"' if shape.is_focusable else ""
        yield f'<g id="{shape.id}" class="{shape.name}"{focus}>'
        if shape.title:
            yield f"<title>{_text(shape.title)}</title>"
        for inner in shape.shapes:
            yield from _write(inner)
        yield "</g>"
    elif isinstance(shape, Text):
        yield _write_text(shape)
    elif isinstance(shape, Circle):
        x, y = shape.centre
        yield (
            f'<circle{_class(shape.name)} cx="{_number(x)}" cy="{_number(y)}" r="{_number(shape.radius)}" '
            f'fill="{shape.fill}" stroke="{shape.stroke}" stroke-width="{_number(shape.thickness)}"/>'
        )
    else:
        yield _write_shape(shape)


def _write_text(text: Text) -> str:
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    weight = ' font-weight="600"' if text.is_bold else ""
    family = "" if text.is_mono else f' font-family="{SANS}"'
    place = f'x="{_number(text.at[0])}" y="{_number(text.at[1])}"'
    return (
        f'<text{_class(text.name)} {place} font-size="{_number(text.size)}"{anchor}{weight}{family} '
        f'fill="{text.fill}">{_text(text.text)}</text>'
    )


def _write_shape(shape: Shape) -> str:
    start, course = outline(shape)
    steps = [f"M{_pair(start)}"]
    for step in course:
        if isinstance(step[0], tuple):
            steps.append("C" + " ".join(_pair(point) for point in step if isinstance(point, tuple)))
        elif isinstance(step[1], float | int):
            steps.append(f"L{_number(step[0])} {_number(step[1])}")
    if shape.is_closed:
        steps.append("Z")
    stroke = f' stroke="{shape.stroke}" stroke-width="{_number(shape.thickness)}"' if shape.stroke is not None else ""
    if shape.is_hit_area:
        stroke += ' stroke-opacity="0"'
    dash = f' stroke-dasharray="{" ".join(map(_number, shape.dash))}"' if shape.dash else ""
    return f'<path{_class(shape.name)} d="{"".join(steps)}" fill="{shape.fill or "none"}"{stroke}{dash}/>'


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _pair(point: tuple[float, float]) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    """Two decimals at most: a hundredth of a pixel is invisible, and longer numbers differ between machines."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def _text(text: str) -> str:
    return escape(clean(text), quote=True)
