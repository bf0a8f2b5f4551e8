"""Background work."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone

from projects.models.projects import Project
from projects.models.users import User


class Run(models.Model):
    """Work too long for a request: an import, a large drawing, an export. The page shows its progress live.

    `progress` counts from 0 to 100; `steps` lists [{name, state, seconds}] with state running, done or failed.
    `heartbeat_at` is renewed by the worker every few seconds: a running run without it has lost its worker.
    """

    class Kind(models.TextChoices):
        """What is done."""

        IMPORT = "import", "Import"
        PROOF = "proof", "Proof"
        ACCESS = "access", "Access"
        TESTS = "tests", "Access tests"
        ADVICE = "advice", "Advice"
        EXPLANATION = "explain", "Explanation"
        EXPORT = "export", "Export"
        DRAW = "draw", "Drawing"

    class State(models.TextChoices):
        """Where it stands; the last four are final."""

        QUEUED = "queued", "Queued"
        RUNNING = "running", "Running"
        SUCCEEDED = "succeeded", "Succeeded"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="runs")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    steps = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    payload_name = models.CharField(max_length=255, blank=True)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    heartbeat_at = models.DateTimeField(null=True)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["state", "heartbeat_at"], name="run_state_heartbeat")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}: {self.get_state_display().lower()}"

    LOST_AFTER_SECONDS = 20

    @property
    def has_lost_its_worker(self) -> bool:
        """Whether it is said to run although no heartbeat came for a while: the worker was killed or its machine
        is gone.
        """
        if self.state != Run.State.RUNNING or self.heartbeat_at is None:
            return False
        return self.heartbeat_at < timezone.now() - timedelta(seconds=self.LOST_AFTER_SECONDS)

    @property
    def is_finished(self) -> bool:
        """Whether the state is final."""
        return self.state in (Run.State.SUCCEEDED, Run.State.FAILED, Run.State.CANCELLED)
