"""Proofs of migrations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from projects.models.drafts import Draft
from projects.models.projects import Project
from projects.models.records import Record
from projects.models.users import User


class Proof(Record):
    """What a sandbox server said of one exact plan, found by what the plan would run.

    `plan_hash` is `designer.proofs.read_plan_hash`: of both designs and every statement, so that a changed plan has no
    proof, and a release under any name keeps its own. `result` is the encoded `designer.proofs.Proof`.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="proofs")
    draft = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True, related_name="+")
    """What the plan was then, while it is not released; null where it had no row, too."""
    plan_hash = models.CharField(max_length=64)
    is_proven = models.BooleanField()
    server = models.CharField(max_length=40)
    seconds = models.FloatField()
    result = models.JSONField()
    proven_at = models.DateTimeField(auto_now_add=True)
    proven_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["project", "plan_hash"], name="proof_by_plan")]

    def __str__(self) -> str:
        return f"{'Proven' if self.is_proven else 'Not proven'} on {self.server}"
