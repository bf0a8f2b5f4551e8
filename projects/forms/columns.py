"""Columns of a table."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from designer.design import Column, Design, Identity, Table
from designer.design.edits.columns import add_column, change_column
from designer.design.type_texts import show_type
from projects.forms.designs import DesignForm
from projects.forms.fields import ExpressionField, NameField, TypeField

_VALUES = [
    ("default", "A default, or nothing"),
    ("always", "Identity: the next number, always"),
    ("by default", "Identity: the next number, unless one is given"),
    ("stored", "Generated and stored"),
    ("virtual", "Generated when read (PostgreSQL 18)"),
]


class ColumnForm(DesignForm):
    """A column: what it is called, what it holds, where its value comes from."""

    name = NameField()
    type = TypeField()
    is_required = forms.BooleanField(required=False, label="Not null")
    value = forms.ChoiceField(choices=_VALUES, label="Value when none is given")
    default = ExpressionField(required=False, rows=1, help_text="An expression: now(), gen_random_uuid(), 'draft' …")
    generated = ExpressionField(required=False, rows=2, label="Expression")
    comment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    blame: ClassVar[dict[str, str]] = {
        "already": "name",
        "default": "default",
        "generated": "generated",
        "identity": "value",
        "type": "type",
        "null": "is_required",
    }
    target: Column | None
    depends: ClassVar[dict[str, tuple[str, str]]] = {
        "default": ("value", "default"),
        "generated": ("value", "stored virtual"),
    }

    def __init__(self, data: Any = None, *, table: Table, **options: Any) -> None:
        self.table = table
        super().__init__(data, **options)
        self.fields["value"].initial = "default"

    def read(self) -> dict[str, Any]:
        column = self.target
        if column is None:
            return {}
        value = "default"
        if column.generated is not None:
            value = "virtual" if column.is_virtual else "stored"
        elif column.identity is not None:
            value = column.identity.value
        return {
            "name": column.name,
            "type": show_type(column.type, self.design),
            "is_required": not column.is_nullable,
            "value": value,
            "default": column.default,
            "generated": column.generated,
            "comment": column.comment or "",
        }

    def clean(self) -> dict[str, Any]:
        """A generated column needs its expression."""
        values = super().clean() or {}
        if values.get("value") in {"stored", "virtual"} and not values.get("generated"):
            self.add_error("generated", "A generated column needs an expression of other columns of its row.")
        return values

    def label(self) -> str:
        name, place = self.cleaned_data["name"], f"{self.table.schema}.{self.table.name}"
        if self.target is None:
            return f"Add column {name} to {place}"
        if name != self.target.name:
            return f"Rename column {place}.{self.target.name} to {name}"
        return f"Change column {place}.{name}"

    def edit(self, design: Design) -> Design:
        changes = self._changes()
        if self.target is None:
            self.made = Column(id=uuid4(), **changes)
            return add_column(design, self.table.id, self.made)
        return change_column(design, self.table.id, self.target.id, **changes)

    def _changes(self) -> dict[str, Any]:
        values = self.cleaned_data
        source = values["value"]
        return {
            "name": values["name"],
            "type": values["type"],
            "is_nullable": not values["is_required"] and source not in {"always", "by default"},
            "default": values["default"] if source == "default" else None,
            "identity": Identity(source) if source in {"always", "by default"} else None,
            "generated": values["generated"] if source in {"stored", "virtual"} else None,
            "is_virtual": source == "virtual",
            "comment": values["comment"] or None,
        }
