"""Relationships: foreign keys between tables."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms

from designer.design import Action, Design, Relationship, Table
from designer.design.edits.relationships import change_relationship, draw_relationship
from projects.forms.designs import DesignForm
from projects.forms.fields import NameField, NamesField, column_names, columns_named

_ON_DELETE = [
    (Action.NO_ACTION.value, "No action: refuse while rows refer to it"),
    (Action.RESTRICT.value, "Restrict: refuse at once"),
    (Action.CASCADE.value, "Cascade: delete the referring rows too"),
    (Action.SET_NULL.value, "Set null: keep the rows, forget the reference"),
    (Action.SET_DEFAULT.value, "Set default"),
]
_ON_UPDATE = [(action.value, action.value.capitalize()) for action in Action]


class RelationshipForm(DesignForm):
    """From columns of one table to the key of another. Columns left out are made, with the types of the key."""

    table = forms.ChoiceField(label="From table")
    columns = NamesField(required=False, label="Columns", help_text="Empty: a new column of the right type is added.")
    target_table = forms.ChoiceField(label="To table")
    target_columns = NamesField(required=False, label="Its columns", help_text="Empty: its primary key.")
    is_required = forms.BooleanField(
        required=False, initial=True, label="New columns are not null: every row refers to one"
    )
    on_delete = forms.ChoiceField(choices=_ON_DELETE, label="When the target row is deleted")
    on_update = forms.ChoiceField(choices=_ON_UPDATE, label="When its key changes")
    with_index = forms.BooleanField(required=False, initial=True, label="With an index on the columns")
    is_deferrable = forms.BooleanField(required=False, label="May be checked at commit (DEFERRABLE)")
    is_initially_deferred = forms.BooleanField(required=False, label="Is checked at commit (INITIALLY DEFERRED)")
    name = NameField(required=False, help_text="Empty: as PostgreSQL names it.")
    comment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    blame: ClassVar[dict[str, str]] = {
        "constraint named": "name",
        "no primary key": "target_table",
        "unique": "target_columns",
        "type": "columns",
        "pairs": "target_columns",
        "column": "columns",
    }
    target: Relationship | None

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        tables = sorted(self.design.tables, key=lambda table: (table.schema, table.name))
        own = [table for table in tables if not table.is_managed]
        self.fields["table"].choices = _choices(own)  # type: ignore[attr-defined]
        self.fields["target_table"].choices = _choices(tables)  # type: ignore[attr-defined]
        for name in ("table", "target_table"):
            self.fields[name].widget.attrs["class"] = "mono"
        if self.target is not None:  # a foreign key between other tables would be another foreign key
            self.fields["table"].disabled = self.fields["target_table"].disabled = True
            for name in ("is_required", "with_index"):
                del self.fields[name]
            for name in ("columns", "target_columns", "name"):
                self.fields[name].help_text = ""
                self.fields[name].required = True

    def read(self) -> dict[str, Any]:
        row = self.target
        if row is None:
            return {}
        tables = self.design.tables_by_id
        return {
            "table": str(row.table_id),
            "columns": column_names(tables[row.table_id], row.column_ids),
            "target_table": str(row.target_table_id),
            "target_columns": column_names(tables[row.target_table_id], row.target_column_ids),
            "on_delete": row.on_delete.value,
            "on_update": row.on_update.value,
            "is_deferrable": row.is_deferrable,
            "is_initially_deferred": row.is_initially_deferred,
            "name": row.name,
            "comment": row.comment or "",
        }

    def label(self) -> str:
        tables = self.design.tables_by_id
        source = tables[UUID(self.cleaned_data["table"])]
        target = tables[UUID(self.cleaned_data["target_table"])]
        verb = "Change" if self.target else "Add"
        return f"{verb} relationship from {source.schema}.{source.name} to {target.schema}.{target.name}"

    def edit(self, design: Design) -> Design:
        values = self.cleaned_data
        table_id, target_id = UUID(values["table"]), UUID(values["target_table"])
        column_ids = columns_named(design.tables_by_id[table_id], values["columns"], field="columns")
        target_ids = columns_named(design.tables_by_id[target_id], values["target_columns"], field="target_columns")
        actions = {"on_delete": Action(values["on_delete"]), "on_update": Action(values["on_update"])}
        others = {
            "is_deferrable": values["is_deferrable"] or values["is_initially_deferred"],
            "is_initially_deferred": values["is_initially_deferred"],
            "comment": values["comment"] or None,
        }
        if self.target is not None:
            changes = {**actions, **others, "column_ids": column_ids, "name": values["name"] or self.target.name}
            changes |= {"target_column_ids": target_ids} if target_ids else {}
            return change_relationship(design, self.target.id, **changes)
        new_id = uuid4()
        design = draw_relationship(
            design,
            relationship_id=new_id,
            table_id=table_id,
            target_table_id=target_id,
            column_ids=column_ids,
            target_column_ids=target_ids,
            name=values["name"],
            is_required=values["is_required"],
            with_index=values["with_index"],
            **actions,
        )
        design = change_relationship(design, new_id, **others)
        self.made = design.by_id[new_id]
        return design


def _choices(tables: list[Table]) -> list[tuple[str, str]]:
    return [
        (str(table.id), table.name if table.schema == "public" else f"{table.schema}.{table.name}") for table in tables
    ]
