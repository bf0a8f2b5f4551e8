"""The input of a run, in and out of the store piece by piece."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from designer.design import DesignerError
from projects.models import Run, RunPiece
from projects.models.run_pieces import PIECE_BYTES


def save_pieces(run: Run, content: bytes | Iterable[bytes]) -> None:
    """Keeps the input of a run, as bytes or as they come in."""
    number = 0
    for chunk in [content] if isinstance(content, bytes) else content:
        for start in range(0, max(len(chunk), 1), PIECE_BYTES):
            RunPiece.objects.create(run=run, number=number, content=chunk[start : start + PIECE_BYTES])
            number += 1


@contextmanager
def pieces_as_file(run: Run) -> Iterator[Path]:
    """The input as a file that lasts as long as the block. Raises DesignerError when there is none."""
    numbers = list(run.pieces.values_list("number", flat=True))
    if not numbers:
        raise DesignerError("There is nothing to import: the input is gone. Give it again.")
    with tempfile.NamedTemporaryFile(prefix="rowhouse-import-") as file:
        for number in numbers:
            # One at a time: a cursor over all would hold them all.
            file.write(RunPiece.objects.values_list("content", flat=True).get(run=run, number=number))
        file.flush()
        yield Path(file.name)
