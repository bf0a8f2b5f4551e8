"""Functions, views and triggers: mostly SQL text with a head of fields."""

from __future__ import annotations

import re
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError

from designer.design import Argument, Design, DesignerError, Function, Trigger, View
from designer.design.edits.objects import change_object, create_object
from designer.design.edits.triggers import add_trigger, change_trigger
from designer.design.type_texts import read_type
from designer.postgres.parsing import SqlSyntaxError, check_type
from designer.sql.types import write_type
from projects.forms.constraints import PartForm
from projects.forms.enums import ObjectForm
from projects.forms.fields import (
    ExpressionField,
    NameField,
    NamesField,
    QueryField,
    SqlField,
    column_names,
    columns_named,
    offer,
)

_MODES = ("inout", "out", "variadic", "in", "table")
_VOLATILITIES = [("volatile", "Volatile"), ("stable", "Stable: reads, never writes"), ("immutable", "Immutable")]
_PARALLEL = [("unsafe", "Unsafe"), ("restricted", "Restricted"), ("safe", "Safe")]


class FunctionForm(ObjectForm):
    """A function or procedure."""

    word: ClassVar[str] = "function"
    schema = forms.ChoiceField()
    name = NameField()
    arguments = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "mono", "spellcheck": "false"}),
        help_text="One per line: company_id uuid, or out total numeric, or note text default ''.",
    )
    returns = forms.CharField(
        required=False,
        widget=forms.TextInput(attrs={"class": "mono", "autocomplete": "off"}),
        help_text="trigger, void, uuid, setof public.orders … Empty for a procedure or with OUT arguments.",
    )
    language = forms.ChoiceField(choices=[("sql", "sql"), ("plpgsql", "plpgsql")])
    body = SqlField(required=True, rows=8)
    volatility = forms.ChoiceField(choices=_VOLATILITIES)
    parallel = forms.ChoiceField(choices=_PARALLEL, label="In parallel plans")
    is_procedure = forms.BooleanField(required=False, label="A procedure (CALL)")
    is_strict = forms.BooleanField(required=False, label="Null when an argument is null (STRICT)")
    is_security_definer = forms.BooleanField(
        required=False, label="Runs with its owner's privileges (SECURITY DEFINER)"
    )
    search_path = forms.CharField(
        required=False,
        initial='""',
        widget=forms.TextInput(attrs={"class": "mono", "autocomplete": "off"}),
        help_text='"" is empty: every name in the body is then qualified, and no caller can slip one in.',
    )
    comment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    blame: ClassVar[dict[str, str]] = {"already": "name", "argument": "arguments", "returns": "returns", "body": "body"}
    target: Function | None

    def read(self) -> dict[str, Any]:
        row = self.target
        if row is None:
            return {}
        same = ("schema", "name", "language", "body", "volatility", "parallel", "is_procedure", "is_strict")
        return {
            **{name: getattr(row, name) for name in same},
            "arguments": "\n".join(show_argument(argument) for argument in row.arguments),
            "returns": row.returns or "",
            "is_security_definer": row.is_security_definer,
            "search_path": dict(row.settings).get("search_path", ""),
            "comment": row.comment or "",
        }

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        language = self.target.language if self.target else "sql"
        offer(self.fields["language"], (language, language))

    def clean_arguments(self) -> tuple[Argument, ...]:
        """The arguments, each with a type that exists."""
        lines = self.cleaned_data["arguments"].splitlines()
        return tuple(read_argument(line.strip().rstrip(","), self.design) for line in lines if line.strip())

    def clean(self) -> dict[str, Any]:
        """A function returns something; a procedure nothing."""
        values = super().clean() or {}
        gives_columns = any(argument.mode in {"out", "inout", "table"} for argument in values.get("arguments") or ())
        if values.get("is_procedure") and values.get("returns"):
            self.add_error("returns", "A procedure returns nothing. Leave this empty, or untick procedure.")
        if not values.get("is_procedure") and not values.get("returns") and not gives_columns:
            self.add_error("returns", "Say what the function returns: void, trigger, or a type.")
        return values

    def edit(self, design: Design) -> Design:
        values = self.cleaned_data
        same = (
            "schema",
            "name",
            "arguments",
            "language",
            "body",
            "volatility",
            "parallel",
            "is_procedure",
            "is_strict",
        )
        old = dict(self.target.settings) if self.target else {}
        path = values["search_path"].strip()
        settings = {name: value for name, value in old.items() if name != "search_path"}
        settings |= {"search_path": path} if path else {}
        answers: dict[str, Any] = {
            **{name: values[name] for name in same},
            "returns": values["returns"].strip() or None,
            "is_security_definer": values["is_security_definer"],
            "settings": tuple(sorted(settings.items())),
            "comment": values["comment"] or None,
        }
        if self.target is None:
            self.made = Function(id=uuid4(), **answers)
            return create_object(design, self.made)
        return change_object(design, self.target.id, **answers)


def read_argument(line: str, design: Design) -> Argument:
    """One argument as typed. Raises ValidationError naming the line."""
    mode, rest = "in", line
    first, _, tail = line.partition(" ")
    if first.lower() in _MODES and tail:
        mode, rest = first.lower(), tail.strip()
    match = re.match(r"(?P<what>.*?)(?:\s*(?:\bdefault\b|:?=)\s*(?P<default>.+))?$", rest, re.IGNORECASE | re.DOTALL)
    assert match is not None  # noqa: S101 - everything is optional
    what = match["what"].strip()
    name = ""
    if not _is_type(what):
        name, _, what = what.partition(" ")
    try:
        type_ = write_type(read_type(what, design), design)
    except DesignerError as error:
        raise ValidationError(f"Argument “{line}”: {error}") from error
    return Argument(type=type_, name=name.strip('"'), mode=mode, default=match["default"])


def _is_type(text: str) -> bool:
    try:
        check_type(text)
    except SqlSyntaxError:
        return False
    return True


def show_argument(argument: Argument) -> str:
    """An argument as `read_argument` reads it."""
    parts = [argument.mode] if argument.mode != "in" else []
    parts += [argument.name] if argument.name else []
    parts += [argument.type, *(["default", argument.default] if argument.default else [])]
    return " ".join(parts)


class ViewForm(ObjectForm):
    """A view or materialized view."""

    word: ClassVar[str] = "view"
    schema = forms.ChoiceField()
    name = NameField()
    query = QueryField(required=True, rows=8)
    is_materialized = forms.BooleanField(required=False, label="Materialized: keeps its rows until refreshed")
    security_invoker = forms.BooleanField(
        required=False, initial=True, label="Policies of the reader apply (security_invoker)"
    )
    comment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    target: View | None

    def read(self) -> dict[str, Any]:
        view = self.target
        if view is None:
            return {}
        return {
            "schema": view.schema,
            "name": view.name,
            "query": view.query,
            "is_materialized": view.is_materialized,
            "security_invoker": dict(view.options).get("security_invoker", "false") in {"true", "on", "1"},
            "comment": view.comment or "",
        }

    def edit(self, design: Design) -> Design:
        values = self.cleaned_data
        old = self.target.options if self.target else ()
        options = {name: value for name, value in old if name != "security_invoker"}
        if values["security_invoker"] and not values["is_materialized"]:
            options["security_invoker"] = "true"
        answers: dict[str, Any] = {
            **{name: values[name] for name in ("schema", "name", "query", "is_materialized")},
            "options": tuple(sorted(options.items())),
            "comment": values["comment"] or None,
        }
        if self.target is None:
            self.made = View(id=uuid4(), **answers)
            return create_object(design, self.made)
        return change_object(design, self.target.id, **answers)


class TriggerForm(PartForm):
    """A trigger of a table."""

    word: ClassVar[str] = "trigger"
    name = NameField()
    timing = forms.ChoiceField(choices=[("before", "Before"), ("after", "After")], label="When")
    events = forms.MultipleChoiceField(
        choices=[(event, event) for event in ("insert", "update", "delete", "truncate")],
        widget=forms.CheckboxSelectMultiple,
    )
    columns = NamesField(required=False, label="Only when these columns are updated")
    for_each_row = forms.BooleanField(required=False, initial=True, label="For each row")
    condition = ExpressionField(
        required=False, rows=2, label="WHEN", help_text="Such as old.status is distinct from new.status."
    )
    function = forms.ChoiceField(label="Runs")
    comment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    target: Trigger | None

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        choices = [
            (str(row.id), f"{row.schema}.{row.name}()") for row in self.design.functions if row.returns == "trigger"
        ]
        if self.target and self.target.function_name:
            choices.append((self.target.function_name, self.target.function_name))
        self.fields["function"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            self.fields["function"].help_text = "No function returns trigger yet. Add one first."

    def read(self) -> dict[str, Any]:
        row = self.target
        if row is None:
            return {}
        return {
            "name": row.name,
            "timing": row.timing,
            "events": list(row.events),
            "columns": column_names(self.table, row.update_column_ids),
            "for_each_row": row.for_each_row,
            "condition": row.condition,
            "function": str(row.function_id or row.function_name),
            "comment": row.comment or "",
        }

    def edit(self, design: Design) -> Design:
        values = self.cleaned_data
        table = design.tables_by_id.get(self.table.id, self.table)
        function = values["function"]
        is_ours = any(str(row.id) == function for row in design.functions)
        answers: dict[str, Any] = {
            "name": values["name"],
            "timing": values["timing"],
            "events": tuple(values["events"]),
            "update_column_ids": columns_named(table, values["columns"], field="columns"),
            "for_each_row": values["for_each_row"],
            "condition": values["condition"],
            "function_id": UUID(function) if is_ours else None,
            "function_name": "" if is_ours else function,
            "comment": values["comment"] or None,
        }
        if self.target is None:
            self.made = Trigger(id=uuid4(), **answers)
            return add_trigger(design, self.table.id, self.made)
        return change_trigger(design, self.table.id, self.target.id, **answers)
