"""Tables: new ones with their columns, and the properties of existing ones."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from designer.design import Column, Design, Key, Table
from designer.design.edits.tables import change_table, create_table
from designer.design.edits.timestamps import add_timestamps
from projects.forms.designs import DesignForm
from projects.forms.fields import ExpressionField, NameField, TypeField, mono, schema_choices

_NAME_BLAME = {"already": "name", "name": "name"}


class ColumnRow(forms.Form):
    """One row of a new table; a row without a name is left out."""

    name = NameField(required=False)
    type = TypeField(required=False)
    is_required = forms.BooleanField(required=False, label="Not null")
    is_key = forms.BooleanField(required=False, label="Primary key")
    default = ExpressionField(required=False, widget=forms.TextInput(attrs=mono()))

    def __init__(self, *args: Any, design: Design, **options: Any) -> None:
        super().__init__(*args, **options)
        type_field = self.fields["type"]
        assert isinstance(type_field, TypeField)  # noqa: S101 - declared above
        type_field.design = design
        for name, label in (
            ("name", "Column name"),
            ("type", "Type"),
            ("is_required", "Not null"),
            ("is_key", "Primary key"),
            ("default", "Default"),
        ):
            control = "form-check-input" if name.startswith("is_") else "form-control form-control-sm mono"
            self.fields[name].widget.attrs |= {"aria-label": label, "class": control}

    def clean(self) -> dict[str, Any]:
        """A named column needs a type, and the other way round."""
        values = super().clean() or {}
        if values.get("name") and not values.get("type") and "type" not in self.errors:
            self.add_error("type", f"Column {values['name']} needs a type, such as text, uuid or bigint.")
        if values.get("type") and not values.get("name") and "name" not in self.errors:
            self.add_error("name", "This column needs a name.")
        return values

    def column(self) -> Column:
        """The column the row describes."""
        values = self.cleaned_data
        is_required = values["is_required"] or values["is_key"]
        return Column(
            id=uuid4(),
            name=values["name"],
            type=values["type"],
            is_nullable=not is_required,
            default=values["default"] or self._key_default(),
        )

    def _key_default(self) -> str | None:
        values = self.cleaned_data
        return "gen_random_uuid()" if values["is_key"] and values["type"].name == "uuid" else None


ColumnRows = forms.formset_factory(ColumnRow, extra=1, max_num=1600, absolute_max=1600)

_FIRST_ROWS = [{"name": "id", "type": "uuid", "is_required": True, "is_key": True}]


class NewTableForm(DesignForm):
    """A table with its columns."""

    schema = forms.ChoiceField()
    name = NameField()
    comment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    has_rls = forms.BooleanField(
        required=False, initial=True, label="Row-level security: nobody reads until a policy allows"
    )
    has_timestamps = forms.BooleanField(
        required=False, initial=True, label="created_at and updated_at, kept by a trigger"
    )

    blame: ClassVar[dict[str, str]] = _NAME_BLAME
    rows_after: ClassVar[int] = 2
    rows_template: ClassVar[str] = "projects/inspectors/column_rows.html"

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["schema"].choices = schema_choices(self.design)  # type: ignore[attr-defined]
        self.rows = ColumnRows(
            data, prefix="columns", initial=None if data else _FIRST_ROWS, form_kwargs={"design": self.design}
        )

    def is_valid(self) -> bool:
        """Whether the table and every row are valid."""
        return all([super().is_valid(), self.rows.is_valid()])

    def label(self) -> str:
        return f"Add table {self.cleaned_data['schema']}.{self.cleaned_data['name']}"

    def edit(self, design: Design) -> Design:
        self.made = self._table()
        design = create_table(design, self.made)
        return add_timestamps(design, self.made.id) if self.cleaned_data["has_timestamps"] else design

    def _table(self) -> Table:
        values = self.cleaned_data
        rows = [row for row in self.rows.forms if row.cleaned_data.get("name")]
        columns = [row.column() for row in rows]
        keys = tuple(column.id for column, row in zip(columns, rows, strict=True) if row.cleaned_data["is_key"])
        return Table(
            id=uuid4(),
            schema=values["schema"],
            name=values["name"],
            columns=tuple(columns),
            primary_key=Key(id=uuid4(), name=f"{values['name']}_pkey", column_ids=keys) if keys else None,
            has_rls=values["has_rls"],
            comment=values["comment"] or None,
        )


class TableForm(DesignForm):
    """Name, schema, comment and row-level security of a table."""

    schema = forms.ChoiceField()
    name = NameField()
    comment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    has_rls = forms.BooleanField(required=False, label="Row-level security on")
    forces_rls = forms.BooleanField(required=False, label="Also for the table's owner (FORCE)")

    blame: ClassVar[dict[str, str]] = _NAME_BLAME
    target: Table

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["schema"].choices = schema_choices(self.design)  # type: ignore[attr-defined]

    def read(self) -> dict[str, Any]:
        table = self.target
        return {
            "schema": table.schema,
            "name": table.name,
            "comment": table.comment or "",
            "has_rls": table.has_rls,
            "forces_rls": table.forces_rls,
        }

    def label(self) -> str:
        old, values = self.target, self.cleaned_data
        if (values["schema"], values["name"]) != (old.schema, old.name):
            return f"Rename table {old.schema}.{old.name} to {values['schema']}.{values['name']}"
        if values["has_rls"] != old.has_rls:
            return f"{'Enable' if values['has_rls'] else 'Disable'} row-level security on {old.schema}.{old.name}"
        return f"Change table {old.schema}.{old.name}"

    def edit(self, design: Design) -> Design:
        values = self.cleaned_data
        return change_table(
            design,
            self.target.id,
            schema=values["schema"],
            name=values["name"],
            comment=values["comment"] or None,
            has_rls=values["has_rls"],
            forces_rls=values["forces_rls"],
        )
