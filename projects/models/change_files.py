"""What a change did to each file of the project."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from projects.models.changes import Change
from projects.models.records import Record


class ChangeFile(Record):
    """One file before and after a change: `before` is null when it was added, `after` when it was removed."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="files")
    path = models.TextField()
    before = models.BinaryField(null=True)
    after = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change", "path"], name="change_file_path_is_unique"),
        ]

    def __str__(self) -> str:
        symbol = "+" if self.before is None else "-" if self.after is None else "~"
        return f"{symbol} {self.path}"
