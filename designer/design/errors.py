"""Errors of the engine. Every message names the object, the blocker and the fix."""

from __future__ import annotations


class DesignerError(Exception):
    """Anything the engine refuses; `str()` is fit to show to a person."""


class DocumentError(DesignerError):
    """A JSON document that is not a design."""


class IntegrityError(DesignerError):
    """A design that PostgreSQL could not hold; `problems` has every one found."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class EditRefused(DesignerError):  # noqa: N818 - named for what happened, as Django names PermissionDenied
    """An edit that cannot be made; nothing has changed."""
