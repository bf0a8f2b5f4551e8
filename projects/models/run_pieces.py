"""What is given to a run to work on, in pieces: an upload of 100 MB is never held whole by any process."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from projects.models.runs import Run

PIECE_BYTES = 1 << 20


class RunPiece(models.Model):
    """A megabyte of a run's input; they go when the run has ended."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["run", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "number"], name="run_piece_number")]

    def __str__(self) -> str:
        return f"piece {self.number} of run {self.run_id}"
