"""Scenes as Graphviz input, for PNG and PDF: an empty graph whose background is the drawing.

Graphviz draws whatever stands in `_background` in its xdot language, through the same cairo code as its own nodes.
Source: graphviz.org, "xdot output format" and attribute `_background`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import sqrt

from designer.diagram.engines import run_graphviz
from designer.diagram.scenes import Circle, Part, Point, Scene, Shape, Text, outline
from designer.diagram.themes import MONO, SANS

PNG_SCALE = 2.0
"""Pixels of a PNG per pixel of the drawing, as dense screens have."""
PIXEL_LIMIT = 48_000_000
"""Pixels a PNG may have: 4 bytes each while it is drawn."""
SIDE_LIMIT = 30_000
"""Pixels one side may have; cairo stops at 32,767."""
RENDER_TIMEOUT = 60.0
_BOLD = 1
_CREATION_TIME = re.compile(rb"(/CreationDate \(D:)\d{14}")
_BASELINE = 0.2
"""Graphviz sets a background's text this share of its size above the baseline it is given (2.43 to 12)."""


def render(scene: Scene, format: str, *, timeout: float = RENDER_TIMEOUT) -> bytes:  # noqa: A002
    """The scene as "png" or "pdf". A PNG too large for any screen is scaled down; a PDF keeps its size.

    Raises GraphvizMissingError, GraphvizTimeoutError, GraphvizFailedError.
    """
    density = 72.0
    if format == "png":
        limits = (SIDE_LIMIT / max(scene.width, scene.height), sqrt(PIXEL_LIMIT / (scene.width * scene.height)))
        density *= min(PNG_SCALE, *limits)
    picture = run_graphviz(write_xdot(scene), "-Kneato", "-n2", f"-Gdpi={density:.3f}", f"-T{format}", timeout=timeout)
    # cairo writes the time into a PDF; one of the same length keeps its table of offsets right.
    return _CREATION_TIME.sub(rb"\g<1>19800101000000", picture) if format == "pdf" else picture


def write_xdot(scene: Scene) -> str:
    """The graph that draws the scene, with its lower left corner at 0, 0 as Graphviz has it."""
    # DOT's scanner stops at 16 kB without a break in a quoted string; a backslash before a line break is one it skips.
    operations = "\\\n".join(f"{operation} " for shape in scene.shapes for operation in _write(shape, scene.height))
    corners = f'a [pos="0,0"] b [pos="{scene.width:.2f},{scene.height:.2f}"]'
    return (
        f'graph {{ graph [bgcolor="{scene.paper}", pad=0, margin=0, _background="{operations}"] '
        f'node [shape=point, style=invis, width=0, height=0, label=""] {corners} }}'
    )


def _write(shape: Shape | Circle | Text | Part, height: float) -> Iterator[str]:
    if isinstance(shape, Part):
        for inner in shape.shapes:
            yield from _write(inner, height)
    elif isinstance(shape, Text):
        yield _write_text(shape, height)
    elif isinstance(shape, Circle):
        yield _pen(shape.stroke, shape.fill, shape.thickness, ())
        yield f"E {_pair(shape.centre, height)} {shape.radius:.2f} {shape.radius:.2f}"
    elif not shape.is_hit_area and (shape.fill is not None or shape.stroke is not None):
        yield _pen(shape.stroke or shape.fill or "", shape.fill, shape.thickness if shape.stroke else 0.0, shape.dash)
        yield _write_shape(shape, height)


def _write_text(text: Text, height: float) -> str:
    font = (SANS if not text.is_mono else MONO).replace(",monospace", ",Monospace")
    x, y = text.at[0], height - text.at[1] - _BASELINE * text.size
    anchor = {"start": -1, "middle": 0, "end": 1}[text.anchor]
    return " ".join(
        [
            f"F {text.size:.2f} {_string(font)} t {_BOLD if text.is_bold else 0} c {_string(text.fill)}",
            f"T {x:.2f} {y:.2f} {anchor} 0 {_string(text.text)}",
        ]
    )


def _write_shape(shape: Shape, height: float) -> str:
    start, course = outline(shape)
    points = [start]
    for step in [*course, *([start] if shape.is_closed else [])]:
        if isinstance(step[0], tuple):
            points += [point for point in step if isinstance(point, tuple)]
        elif isinstance(step[1], float | int):
            points += [points[-1], (step[0], step[1]), (step[0], step[1])]
    operation = "b" if shape.fill is not None else "B"
    return f"{operation} {len(points)} {' '.join(_pair(point, height) for point in points)}"


def _pen(stroke: str, fill: str | None, thickness: float, dash: tuple[float, ...]) -> str:
    style = f"S {_string('dashed' if dash else 'solid')} S {_string(f'setlinewidth({thickness:g})')}"
    return f"{style} c {_string(stroke)} C {_string(fill or stroke)}"


def _pair(point: Point, height: float) -> str:
    return f"{point[0]:.2f} {height - point[1]:.2f}"


def _string(text: str) -> str:
    """A counted string of xdot inside a quoted string of DOT.

    DOT cannot write a backslash before a quotation mark, so a backslash is drawn as U+2216, which looks the same.
    """
    text = text.replace("\\", "\u2216")
    return f"{len(text.encode())} -{text}".replace('"', '\\"')
