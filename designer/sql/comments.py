"""Comments on everything that can carry one."""

from __future__ import annotations

from collections.abc import Iterator

from designer.design import (
    Attribute,
    Check,
    Column,
    Composite,
    DefaultPrivileges,
    Definition,
    Design,
    DesignerError,
    Domain,
    DomainCheck,
    Exclusion,
    Index,
    Key,
    Policy,
    Relationship,
    Rule,
    Schema,
    Table,
    Trigger,
    Verbatim,
    View,
)
from designer.design.access_models import AccessModel
from designer.postgres.platform import STANDARD_PUBLIC_COMMENT
from designer.postgres.quoting import quote_identifier, quote_literal, quote_name
from designer.sql.names import Qualified, name_of, table_of
from designer.sql.not_nulls import write_not_null_comment
from designer.sql.schemas import address, kind_words

Part = Column | Key | Check | Exclusion | Index | Trigger | Rule | Policy | Attribute | DomainCheck
"""What carries a comment inside a definition."""


def write_comment(
    target: Definition | Part, comment: str | None, design: Design, *, owner: Definition | None = None
) -> list[str]:
    """COMMENT ON the target; None removes it. A part (column, constraint, index …) needs the `owner` it lives on."""
    if comment is None and isinstance(target, Schema) and target.name == "public":
        comment = STANDARD_PUBLIC_COMMENT
    text = "null" if comment is None else quote_literal(comment)
    return [f"comment on {_address(target, design, owner)} is {text}"]


def write_view_column_comment(view: View, column: str, comment: str | None) -> list[str]:
    text = "null" if comment is None else quote_literal(comment)
    return [f"comment on column {name_of(view)}.{quote_identifier(column)} is {text}"]


def write_comments(definition: Definition, design: Design) -> list[str]:
    """Every comment of a new definition and of its parts."""
    statements = []
    for target in (definition, *parts_of(definition)):
        comment = None if isinstance(target, Verbatim | DefaultPrivileges | AccessModel) else target.comment
        if comment is not None:
            statements += write_comment(target, comment, design, owner=definition)
    if isinstance(definition, Table):
        rows = (row for row in definition.not_nulls if row.comment is not None)
        statements += [sql for row in rows for sql in write_not_null_comment(row, definition)]
    if isinstance(definition, View):
        for column, text in definition.column_comments:
            statements += write_view_column_comment(definition, column, text)
    return statements


def parts_of(definition: Definition) -> Iterator[Part]:
    """The parts of a definition that can carry comments."""
    if isinstance(definition, Table):
        yield from definition.columns
        if definition.primary_key is not None:
            yield definition.primary_key
        yield from definition.unique_keys
        yield from definition.checks
        yield from definition.exclusions
        yield from definition.indexes
        yield from definition.triggers
        yield from definition.rules
        yield from definition.policies
    elif isinstance(definition, View):
        yield from definition.indexes
        yield from definition.triggers
        yield from definition.rules
    elif isinstance(definition, Composite):
        yield from definition.attributes
    elif isinstance(definition, Domain):
        yield from definition.checks


def _address(target: Definition | Part, design: Design, owner: Definition | None) -> str:
    if isinstance(target, Relationship):
        table = table_of(target.table_id, design, wanted_by=f"Relationship {target.name}")
        return f"constraint {quote_identifier(target.name)} on {name_of(table)}"
    if not isinstance(target, Part | Verbatim):
        return f"{kind_words(target)} {address(target)}"
    if not isinstance(owner, Table | View | Composite | Domain):
        raise DesignerError(f"{target.name} has no comment of its own. Give the table, view or type it lives on.")
    return _part_address(target, owner)


def _part_address(part: Part | Verbatim, owner: Qualified) -> str:
    name, place = quote_identifier(part.name), name_of(owner)
    if isinstance(part, Column | Attribute):
        return f"column {place}.{name}"
    if isinstance(part, Index):
        return f"index {quote_name(owner.schema, part.name)}"
    if isinstance(part, Trigger | Rule | Policy):
        return f"{type(part).__name__.lower()} {name} on {place}"
    return f"constraint {name} on {'domain ' if isinstance(part, DomainCheck) else ''}{place}"
