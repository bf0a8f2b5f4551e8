"""What a change did to each definition."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from designer.design import Definition as DesignDefinition
from designer.design.documents import from_body
from projects.models.changes import Change
from projects.models.records import Record


class ChangeItem(Record):
    """One definition before and after a change: `before` is null when it was created, `after` when it was removed."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=40)
    kind_before = models.CharField(max_length=40, blank=True)
    """Differs from `kind` where an object was replaced by one of another kind (an enum by a domain); blank when
    created.
    """
    object_id = models.UUIDField()
    name = models.TextField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["object_id", "change"], name="change_item_object_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.name}"

    @property
    def symbol(self) -> str:
        """`+` created, `-` removed, `~` changed."""
        if self.before is None:
            return "+"
        return "-" if self.after is None else "~"

    @property
    def definition_before(self) -> DesignDefinition | None:
        """The definition as it was, or None when the change created it."""
        return None if self.before is None else from_body(self.kind_before, self.before)

    @property
    def definition_after(self) -> DesignDefinition | None:
        """The definition as it became, or None when the change removed it."""
        return None if self.after is None else from_body(self.kind, self.after)
