"""How much a sandbox run may take, and the errors of a run that took more."""

from __future__ import annotations

from msgspec import Struct

from designer.design.errors import DesignerError


class SandboxError(DesignerError):
    """The sandbox cannot do what was asked; the message names the object, the blocker and the fix."""


class LimitError(SandboxError):
    """A run was ended because it reached one of its limits, or because somebody stopped it."""


class Limits(Struct, frozen=True, kw_only=True):
    """Limits of one run: seconds of wall clock, bytes of disk, counts."""

    statement_seconds: float = 30
    lock_seconds: float = 10
    run_seconds: float = 120
    disk_bytes: int = 1 << 30
    temp_file_bytes: int = 256 << 20
    connections: int = 8
