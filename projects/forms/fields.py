"""Form fields for what PostgreSQL's grammar judges: names, types, expressions, lists of columns and roles."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from designer.design import PUBLIC, Column, Design, DesignerError, Table, TypeRef
from designer.design.type_texts import read_type
from designer.postgres.parsing import SqlSyntaxError, check_expression, check_query
from designer.postgres.quoting import MAX_IDENTIFIER_BYTES

TYPE_LIST = "known-types"
"""Id of the <datalist> with the types to suggest (templates/projects/datalists.html)."""
ROLE_LIST = "known-roles"


def mono(**attrs: Any) -> dict[str, Any]:
    """Attributes of an input that holds an identifier or SQL."""
    return {"class": "mono", "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", **attrs}


class NameField(forms.CharField):
    """An identifier as the catalog spells it, unquoted."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs=mono()))
        super().__init__(**options)

    def validate(self, value: str) -> None:
        """Refuses what PostgreSQL would cut or could not store."""
        super().validate(value)
        length = len(value.encode())
        if length > MAX_IDENTIFIER_BYTES:
            raise ValidationError(
                f"{value} is {length} bytes long; PostgreSQL keeps {MAX_IDENTIFIER_BYTES}. Shorten it."
            )


class SqlField(forms.CharField):
    """A piece of SQL in an editor, or a plain text area where there is no script. Empty is None."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        attrs = {"class": "sql", "data-sql": "", "rows": rows, "spellcheck": "false", "autocomplete": "off"}
        options.setdefault("widget", forms.Textarea(attrs=attrs))
        options.setdefault("empty_value", None)
        super().__init__(**options)


class ExpressionField(SqlField):
    """One scalar expression, judged by PostgreSQL's grammar."""

    def validate(self, value: str | None) -> None:
        """Refuses what does not parse, showing where."""
        super().validate(value)
        if value:
            _judge(check_expression, value)


class QueryField(SqlField):
    """One SELECT."""

    def clean(self, value: Any) -> Any:
        """The query without a closing semicolon."""
        return super().clean(value.strip().rstrip(";") if isinstance(value, str) else value)

    def validate(self, value: str | None) -> None:
        """Refuses what does not parse, showing where."""
        super().validate(value)
        if value:
            _judge(check_query, value)


def _judge(check: Any, text: str) -> None:
    try:
        check(text)
    except SqlSyntaxError as error:
        raise ValidationError(f"{error}{show_position(text, error.position)}") from error


def show_position(text: str, position: int | None) -> str:
    """The line the parser stopped at, with a mark below the place; nothing where the place is unknown."""
    if position is None or position > len(text):
        return ""
    start = text.rfind("\n", 0, position) + 1
    line = text[start:].split("\n", 1)[0]
    number = text.count("\n", 0, position) + 1
    return f" Stopped at line {number}: {line[: position - start]}▸{line[position - start :]}"


class TypeField(forms.CharField):
    """A data type as people type it; cleans to a TypeRef. Needs `design` to be set by the form."""

    design: Design

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs=mono(list=TYPE_LIST)))
        super().__init__(**options)

    def clean(self, value: Any) -> TypeRef | None:
        """The type. Refuses what is none, or none of this design."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_type(text, self.design)
        except DesignerError as error:
            raise ValidationError(str(error)) from error


class NamesField(forms.CharField):
    """Names separated by commas or spaces; cleans to a tuple. A name with a space in it is written in quotes."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs=mono()))
        super().__init__(**options)

    def clean(self, value: Any) -> tuple[str, ...]:
        """The names in the order given, each once."""
        return tuple(dict.fromkeys(split_names(super().clean(value))))


def split_names(text: str) -> list[str]:
    """Names as typed: `a, b "c d"` is a, b and c d."""
    names: list[str] = []
    for position, piece in enumerate(text.split('"')):
        names += [piece] if position % 2 else piece.replace(",", " ").split()
    return names


def join_names(names: Any) -> str:
    """Names as `split_names` reads them."""
    return ", ".join(f'"{name}"' if set(name) & set(' ,"') else name for name in names)


def columns_named(table: Table, names: tuple[str, ...], *, field: str) -> tuple[UUID, ...]:
    """Ids of a table's columns. Raises ValidationError for the field where a name is not among them."""
    known = {column.name: column.id for column in table.columns}
    missing = [name for name in names if name not in known]
    if missing:
        blocker = f"{table.schema}.{table.name} has no column {', '.join(missing)}."
        raise ValidationError({field: f"{blocker} It has {', '.join(known) or 'none'}."})
    return tuple(known[name] for name in names)


def column_names(table: Table, column_ids: tuple[UUID, ...]) -> str:
    """The names of columns, as a NamesField shows them."""
    known: dict[UUID, Column] = {column.id: column for column in table.columns}
    return join_names(known[id_].name for id_ in column_ids if id_ in known)


def known_roles(design: Design) -> list[str]:
    """Roles to offer: everybody, the platform's three, and the project's own."""
    return [PUBLIC, "anon", "authenticated", "service_role", *(role.name for role in design.roles)]


def schema_choices(design: Design) -> list[tuple[str, str]]:
    """The schemas a project may put things in."""
    own = [schema.name for schema in design.schemas if not schema.is_managed]
    return [(name, name) for name in ["public", *own]]


def offer(field: forms.Field, *choices: tuple[str, str]) -> None:
    """Adds choices to a choice field, once each."""
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - called for declared choice fields
    known = list(cast("list[tuple[str, str]]", field.choices))
    field.choices = [*known, *(choice for choice in choices if choice not in known)]
