"""Primary keys, unique and check constraints of a table."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from designer.design import Check, Design, Key, Table
from designer.design.edits.constraints import add_check, add_unique, change_check, change_unique, set_primary_key
from projects.forms.designs import DesignForm
from projects.forms.fields import ExpressionField, NameField, NamesField, column_names, columns_named

_NAME_HELP = "Empty: as PostgreSQL names it."


class PartForm(DesignForm):
    """A form about something that sits on a table."""

    blame: ClassVar[dict[str, str]] = {"already": "name", "column": "columns"}
    word: ClassVar[str] = ""

    def __init__(self, data: Any = None, *, table: Table, **options: Any) -> None:
        self.table = table
        super().__init__(data, **options)

    @property
    def place(self) -> str:
        """The table's full name."""
        return f"{self.table.schema}.{self.table.name}"

    def label(self) -> str:
        name = self.cleaned_data.get("name") or ", ".join(self.cleaned_data.get("columns", ()))
        if self.target is None:
            return f"Add {self.word} {name} to {self.place}".replace("  ", " ")
        return f"Change {self.word} {self.target.name} of {self.place}"


class PrimaryKeyForm(PartForm):
    """The columns of the primary key, in order."""

    word: ClassVar[str] = "primary key"
    columns = NamesField(help_text="In order, separated by commas.")
    name = NameField(required=False, help_text=_NAME_HELP)

    target: Key | None

    def read(self) -> dict[str, Any]:
        key = self.target
        return {"columns": column_names(self.table, key.column_ids), "name": key.name} if key else {}

    def edit(self, design: Design) -> Design:
        table = design.tables_by_id.get(self.table.id, self.table)
        column_ids = columns_named(table, self.cleaned_data["columns"], field="columns")
        design = set_primary_key(design, self.table.id, column_ids, name=self.cleaned_data["name"])
        self.made = design.tables_by_id[self.table.id].primary_key
        return design


class UniqueForm(PartForm):
    """A unique constraint."""

    word: ClassVar[str] = "unique constraint"
    columns = NamesField(help_text="In order, separated by commas.")
    name = NameField(required=False, help_text=_NAME_HELP)
    nulls_not_distinct = forms.BooleanField(required=False, label="Two nulls count as equal (NULLS NOT DISTINCT)")
    is_deferrable = forms.BooleanField(required=False, label="May be checked at commit (DEFERRABLE)")
    is_initially_deferred = forms.BooleanField(required=False, label="Is checked at commit (INITIALLY DEFERRED)")
    comment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    target: Key | None

    def read(self) -> dict[str, Any]:
        key = self.target
        if key is None:
            return {}
        return {
            "columns": column_names(self.table, key.column_ids),
            "name": key.name,
            "nulls_not_distinct": not key.nulls_distinct,
            "is_deferrable": key.is_deferrable,
            "is_initially_deferred": key.is_initially_deferred,
            "comment": key.comment or "",
        }

    def edit(self, design: Design) -> Design:
        values = self.cleaned_data
        table = design.tables_by_id.get(self.table.id, self.table)
        changes = {
            "column_ids": columns_named(table, values["columns"], field="columns"),
            "name": values["name"] or (self.target.name if self.target else ""),
            "nulls_distinct": not values["nulls_not_distinct"],
            "is_deferrable": values["is_deferrable"] or values["is_initially_deferred"],
            "is_initially_deferred": values["is_initially_deferred"],
            "comment": values["comment"] or None,
        }
        if self.target is None:
            self.made = Key(id=uuid4(), **changes)
            return add_unique(design, self.table.id, self.made)
        return change_unique(design, self.table.id, self.target.id, **changes)


class CheckForm(PartForm):
    """A check constraint."""

    word: ClassVar[str] = "check constraint"
    expression = ExpressionField(help_text="True or null for every row, such as total >= 0.")
    name = NameField(required=False, help_text=_NAME_HELP)
    comment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    blame: ClassVar[dict[str, str]] = {"already": "name", "": "expression"}
    target: Check | None

    def read(self) -> dict[str, Any]:
        check = self.target
        if check is None:
            return {}
        return {"expression": check.expression, "name": check.name, "comment": check.comment or ""}

    def edit(self, design: Design) -> Design:
        values = self.cleaned_data
        changes = {
            "expression": values["expression"],
            "name": values["name"] or (self.target.name if self.target else ""),
            "comment": values["comment"] or None,
        }
        if self.target is None:
            self.made = Check(id=uuid4(), **changes)
            return add_check(design, self.table.id, self.made)
        return change_check(design, self.table.id, self.target.id, **changes)
