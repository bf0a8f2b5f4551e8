"""Imports that wait for somebody's yes."""

from __future__ import annotations

from django.db import models

from projects.models.runs import Run
from projects.models.snapshots import Snapshot


class Proposal(models.Model):
    """What an import into a project that has a design would bring, until it is applied or dropped.

    `design` was read from the input; `printed` is the project's design of change `change_number` as a server prints
    it. `content` are the files and the history of the input, as MessagePack.
    """

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="proposal")
    design = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="+")
    printed = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="+", null=True)
    change_number = models.PositiveBigIntegerField()
    label = models.CharField(max_length=300)
    mode = models.CharField(max_length=10)
    remark = models.TextField(blank=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.label
