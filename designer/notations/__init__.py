"""Diagrams as text: Mermaid, DBML, and plain boxes for a terminal, a mail or a code review."""

from __future__ import annotations

from typing import Literal, TypeAlias

from designer.design import Design
from designer.notations.boxes import write_boxes
from designer.notations.dbml import write_dbml
from designer.notations.mermaid import write_mermaid

Notation: TypeAlias = Literal["mermaid", "dbml", "txt"]

__all__ = ["Notation", "write_notation"]

_WRITERS = {"mermaid": write_mermaid, "dbml": write_dbml, "txt": write_boxes}


def write_notation(design: Design, notation: Notation) -> str:
    """The project's own tables with their relationships; of the platform's, those that are referred to. Ends in a
    line break, and is the same for equal designs.
    """
    return _WRITERS[notation](design)
