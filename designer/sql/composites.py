"""Free-standing composite types."""

from __future__ import annotations

from designer.design import Attribute, Composite, Design
from designer.postgres.quoting import quote_identifier
from designer.sql.names import name_of
from designer.sql.types import write_type


def write_create_composite(composite: Composite, design: Design) -> list[str]:
    attributes = ",\n  ".join(_attribute(attribute, design) for attribute in composite.attributes)
    head = f"create type {name_of(composite)} as"
    return [f"{head} (\n  {attributes}\n)" if attributes else f"{head} ()"]


def write_drop_composite(composite: Composite) -> list[str]:
    return [f"drop type {name_of(composite)}"]


def write_add_attribute(
    attribute: Attribute, composite: Composite, design: Design, *, has_tables: bool = False
) -> list[str]:
    """With `has_tables`, tables OF the type get the column."""
    return [f"alter type {name_of(composite)} add attribute {_attribute(attribute, design)}{_cascade(has_tables)}"]


def write_drop_attribute(attribute: Attribute, composite: Composite, *, has_tables: bool = False) -> list[str]:
    """With `has_tables`, tables OF the type lose the column."""
    name = quote_identifier(attribute.name)
    return [f"alter type {name_of(composite)} drop attribute {name}{_cascade(has_tables)}"]


def write_rename_attribute(old: Attribute, new: Attribute, composite: Composite) -> list[str]:
    names = f"{quote_identifier(old.name)} to {quote_identifier(new.name)}"
    return [f"alter type {name_of(composite)} rename attribute {names}"]


def write_alter_attribute(
    new: Attribute, composite: Composite, design: Design, *, has_tables: bool = False
) -> list[str]:
    """Changes type or collation; PostgreSQL refuses it while a table's column has the composite type."""
    name, rest = quote_identifier(new.name), _type(new, design)
    return [f"alter type {name_of(composite)} alter attribute {name} type {rest}{_cascade(has_tables)}"]


def _cascade(has_tables: bool) -> str:
    return " cascade" if has_tables else ""


def _attribute(attribute: Attribute, design: Design) -> str:
    return f"{quote_identifier(attribute.name)} {_type(attribute, design)}"


def _type(attribute: Attribute, design: Design) -> str:
    text = write_type(attribute.type, design)
    return f"{text} collate {attribute.collation}" if attribute.collation else text
