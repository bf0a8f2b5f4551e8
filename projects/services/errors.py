"""Why a service refuses. Each message is fit to be shown to a person."""

from __future__ import annotations

from designer.design.errors import EditRefused

__all__ = ["EditConflict", "EditRefused"]


class EditConflict(EditRefused):
    """Somebody changed the same thing since the page was made. Nothing was saved; `change_number` is theirs."""

    def __init__(self, message: str, *, change_number: int) -> None:
        super().__init__(message)
        self.change_number = change_number
