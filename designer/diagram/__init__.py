"""Entity-relationship diagrams in crow's-foot notation: laid out with Graphviz, drawn as SVG, PNG and PDF."""

from designer.diagram.canvases import Canvas, make_canvas, make_cards_of
from designer.diagram.drawings import Format, draw_design
from designer.diagram.engines import GraphvizFailedError, GraphvizMissingError, GraphvizTimeoutError
from designer.diagram.frames import Detail
from designer.diagram.sights import draw_sight, read_sight

__all__ = [
    "Canvas",
    "Detail",
    "Format",
    "GraphvizFailedError",
    "GraphvizMissingError",
    "GraphvizTimeoutError",
    "draw_design",
    "draw_sight",
    "make_canvas",
    "make_cards_of",
    "read_sight",
]
