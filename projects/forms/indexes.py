"""Indexes of a table."""

from __future__ import annotations

import re
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from designer.design import Design, Index, IndexKey, Table
from designer.design.edits.indexes import add_index, change_index
from designer.design.edits.lookups import free_name
from designer.postgres.parsing import SqlSyntaxError, check_expression
from designer.postgres.quoting import quote_identifier
from projects.forms.constraints import PartForm
from projects.forms.fields import ExpressionField, NameField, NamesField, column_names, columns_named

METHODS = ("btree", "gin", "gist", "brin", "hash", "spgist")
_TAIL = re.compile(
    r"^(?P<what>.*?)(?:\s+(?P<opclass>[a-z_][\w.]*_ops))?(?:\s+(?P<direction>asc|desc))?"
    r"(?:\s+nulls\s+(?P<nulls>first|last))?$",
    re.IGNORECASE | re.DOTALL,
)


class IndexForm(PartForm):
    """An index: its keys one per line."""

    word: ClassVar[str] = "index"
    keys = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3, "class": "mono", "spellcheck": "false"}),
        help_text="One per line: a column or an expression, then opclass, desc, nulls first as needed.",
    )
    name = NameField(required=False, help_text="Empty: named after table and columns.")
    method = forms.ChoiceField(choices=[(name, name) for name in METHODS])
    is_unique = forms.BooleanField(required=False, label="Unique")
    nulls_not_distinct = forms.BooleanField(required=False, label="Two nulls count as equal (NULLS NOT DISTINCT)")
    predicate = ExpressionField(required=False, rows=2, label="Only rows where", help_text="Makes the index partial.")
    include = NamesField(required=False, label="Include", help_text="Columns kept in the index but not searched by.")
    comment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    blame: ClassVar[dict[str, str]] = {"already": "name", "predicate": "predicate", "include": "include", "": "keys"}
    target: Index | None
    depends: ClassVar[dict[str, tuple[str, str]]] = {"nulls_not_distinct": ("is_unique", "true")}

    def read(self) -> dict[str, Any]:
        index = self.target
        if index is None:
            return {}
        return {
            "keys": "\n".join(show_key(key, self.table) for key in index.keys),
            "name": index.name,
            "method": index.method,
            "is_unique": index.is_unique,
            "nulls_not_distinct": not index.nulls_distinct,
            "predicate": index.predicate,
            "include": column_names(self.table, index.include),
            "comment": index.comment or "",
        }

    def clean_keys(self) -> tuple[IndexKey, ...]:
        """The keys, each a known column or an expression that parses."""
        lines = [line.strip().rstrip(",") for line in self.cleaned_data["keys"].splitlines() if line.strip()]
        return tuple(read_key(line, self.table) for line in lines)

    def edit(self, design: Design) -> Design:
        values = self.cleaned_data
        table = design.tables_by_id.get(self.table.id, self.table)
        changes = {
            "keys": values["keys"],
            "name": values["name"] or (self.target.name if self.target else self._free_name(design, table)),
            "method": values["method"],
            "is_unique": values["is_unique"],
            "nulls_distinct": not values["nulls_not_distinct"],
            "predicate": values["predicate"],
            "include": columns_named(table, values["include"], field="include"),
            "comment": values["comment"] or None,
        }
        if self.target is None:
            self.made = Index(id=uuid4(), **changes)
            return add_index(design, self.table.id, self.made)
        return change_index(design, self.table.id, self.target.id, **changes)

    def _free_name(self, design: Design, table: Table) -> str:
        names = {column.id: column.name for column in table.columns}
        keys = "_".join(names[key.column_id] if key.column_id else "expr" for key in self.cleaned_data["keys"])
        taken = [index.name for other in design.tables if other.schema == table.schema for index in other.indexes]
        return free_name(f"{table.name}_{keys}_idx", taken)


def read_key(line: str, table: Table) -> IndexKey:
    """One key as typed. Raises ValidationError naming the line."""
    match = _TAIL.match(line)
    assert match is not None  # noqa: S101 - every part but the first is optional
    what = match["what"].strip()
    options: dict[str, Any] = {
        "opclass": match["opclass"],
        "is_descending": (match["direction"] or "").lower() == "desc",
        "nulls_first": match["nulls"].lower() == "first" if match["nulls"] else None,
    }
    known = {column.name: column.id for column in table.columns}
    name = what[1:-1] if what.startswith('"') and what.endswith('"') else what
    if name in known:
        return IndexKey(column_id=known[name], **options)
    if re.fullmatch(r"[a-z_]\w*", what):
        raise ValidationError(f"{table.schema}.{table.name} has no column {what}. It has {', '.join(known) or 'none'}.")
    try:
        check_expression(what)
    except SqlSyntaxError as error:
        raise ValidationError(f"“{line}” is neither a column nor an expression: {error}") from error
    return IndexKey(expression=what, **options)


def show_key(key: IndexKey, table: Table) -> str:
    """A key as `read_key` reads it."""
    names = {column.id: column.name for column in table.columns}
    parts = [quote_identifier(names.get(key.column_id, "?")) if key.column_id else key.expression or ""]
    parts += [key.opclass] if key.opclass else []
    parts += ["desc"] if key.is_descending else []
    parts += [] if key.nulls_first is None else ["nulls first" if key.nulls_first else "nulls last"]
    return " ".join(parts)
