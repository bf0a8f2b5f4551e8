"""Rows that are written once."""

from __future__ import annotations

from typing import Any

from django.db import models


class Record(models.Model):
    """Something that happened, or a state that others point at: it is never changed afterwards."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves a new row. Raises RuntimeError for one that is there already."""
        if not self._state.adding:
            raise RuntimeError(f"{type(self).__name__} {self.pk} is a record and cannot be changed. Add another one.")
        super().save(*args, **kwargs)
