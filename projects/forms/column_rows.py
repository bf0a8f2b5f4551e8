"""Columns typed one after another: rows that are saved by themselves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from designer.design import Column, Design, Table
from designer.design.edits.columns import add_column, change_column, move_column
from designer.design.edits.tables import rename_table
from projects.forms.designs import DesignForm
from projects.forms.fields import NameField
from projects.forms.tables import ColumnRow


class TypedRow(ColumnRow):
    """A row of an existing table. The page gives a new column its id, so that sending it twice adds it once."""

    id = forms.UUIDField(widget=forms.HiddenInput)


TypedRows = forms.formset_factory(TypedRow, extra=0, max_num=1600, absolute_max=1600)


class ColumnRowsForm(DesignForm):
    """Some columns of a table, as typed: new ones are added, known ones changed; `order` is where all of them stand.

    `table_name` renames the table, `column_name` the column `renamed`. What a row does not show (identity,
    generated, comment) stays as it is.
    """

    table_name = NameField(required=False)
    renamed = forms.UUIDField(required=False)
    column_name = NameField(required=False)
    order = forms.CharField(required=False)

    def __init__(self, data: Any = None, *, table: Table, **options: Any) -> None:
        self.table = table
        super().__init__(data, **options)
        self.rows = TypedRows(data, prefix="columns", form_kwargs={"design": self.design}) if data else None

    def is_valid(self) -> bool:
        """Whether the answers and every row are valid."""
        return all([super().is_valid(), self.rows is not None and self.rows.is_valid()])

    def clean_order(self) -> list[UUID]:
        """The ids of the table's columns in the order they are to have; nothing leaves them as they are."""
        try:
            return [UUID(text) for text in self.cleaned_data["order"].split()]
        except ValueError as error:
            raise forms.ValidationError("The order is no list of column ids.") from error

    def label(self) -> str:
        place = f"{self.table.schema}.{self.table.name}"
        name = self.cleaned_data["table_name"]
        if name and name != self.table.name:
            return f"Rename table {place} to {self.table.schema}.{name}"
        rows = self._rows()
        known = {column.id: column for column in self.table.columns}
        renamed = known.get(self.cleaned_data["renamed"]) if self.cleaned_data["column_name"] else None
        if renamed is not None:
            return f"Rename column {place}.{renamed.name} to {self.cleaned_data['column_name']}"
        if len(rows) > 1:
            return f"Type {len(rows)} columns of {place}"
        if not rows:
            return f"Reorder the columns of {place}"
        row = rows[0]
        old = known.get(row["id"])
        if old is None:
            return f"Add column {row['name']} to {place}"
        return f"Rename column {place}.{old.name} to {row['name']}" if old.name != row["name"] else self._changed(row)

    def _changed(self, row: dict[str, Any]) -> str:
        return f"Change column {self.table.schema}.{self.table.name}.{row['name']}"

    def edit(self, design: Design) -> Design:
        if self.cleaned_data["table_name"]:
            design = rename_table(design, self.table.id, name=self.cleaned_data["table_name"])
        if self.cleaned_data["renamed"] and self.cleaned_data["column_name"]:
            renamed, name = self.cleaned_data["renamed"], self.cleaned_data["column_name"]
            design = change_column(design, self.table.id, renamed, name=name)
        for row in self._rows():
            design = self._put(design, row)
        known = {column.id for column in design.tables_by_id[self.table.id].columns}
        for position, id_ in enumerate(id_ for id_ in self.cleaned_data["order"] if id_ in known):
            design = move_column(design, self.table.id, id_, position=position)
        return design

    def _rows(self) -> list[dict[str, Any]]:
        return [row.cleaned_data for row in self.rows.forms if row.cleaned_data.get("name")] if self.rows else []

    def _put(self, design: Design, row: dict[str, Any]) -> Design:
        columns = {column.id: column for column in design.tables_by_id[self.table.id].columns}
        old = columns.get(row["id"])
        shown = {"name": row["name"], "type": row["type"], "is_nullable": not row["is_required"]}
        if old is None:
            return add_column(design, self.table.id, Column(id=row["id"], default=row["default"], **shown))
        if old.generated is None and old.identity is None:
            shown["default"] = row["default"]
        return change_column(design, self.table.id, old.id, **shown)

    def errors_by_row(self) -> dict[str, dict[str, list[str]]]:
        """What is wrong, field by field, under the id of each row; what is about no row under nothing."""
        found: dict[str, dict[str, list[str]]] = {}
        for row in self.rows.forms if self.rows else []:
            if row.errors:
                found[str(row["id"].value())] = {
                    name: [str(error) for error in errors] for name, errors in row.errors.items()
                }
        if self.errors:
            found[""] = {name: [str(error) for error in errors] for name, errors in self.errors.items()}
        return found
