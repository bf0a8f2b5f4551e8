"""Definitions as rows: what differs between two designs, and how a difference is saved."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, connection
from msgspec import Struct

from designer.design import RELATION_KINDS, TYPE_KINDS, Aggregate, Design, Function, Relationship, Verbatim, kind_of
from designer.design import Definition as DesignDefinition
from designer.design.documents import to_body
from projects.models import Definition, Project
from projects.services.errors import EditRefused

_BATCH = 500


class Difference(Struct, frozen=True):
    """One definition that was created (`before` is None), removed (`after` is None) or changed."""

    before: DesignDefinition | None
    after: DesignDefinition | None

    @property
    def definition(self) -> DesignDefinition:
        """The definition after, or before where it was removed."""
        found = self.after if self.after is not None else self.before
        assert found is not None  # noqa: S101 - one of the two is always there
        return found

    @property
    def object_id(self) -> UUID:
        """The id both sides share."""
        return self.definition.id


def compare_definitions(before: Design, after: Design) -> list[Difference]:
    """What an edit did, definition by definition: removals first, then changes and creations in the order of
    `after`.
    """
    old, new = before.by_id, after.by_id
    gone = [Difference(definition, None) for id_, definition in old.items() if id_ not in new]
    # Untouched definitions are the same objects, so the deep comparison is rare.
    changed = [
        Difference(old.get(id_), definition)
        for id_, definition in new.items()
        if old.get(id_) is not definition and old.get(id_) != definition
    ]
    return gone + changed


def save_definitions(project: Project, differences: Iterable[Difference]) -> None:
    """Writes the rows of changed definitions, and only those. Runs in the caller's transaction.

    Raises EditRefused when two definitions would have one name in a namespace of PostgreSQL.
    """
    differences = list(differences)
    gone = [difference.object_id for difference in differences if difference.after is None]
    if gone:
        Definition.objects.filter(project_id=project.pk, object_id__in=gone).delete()
    rows = [_row(project, difference.after) for difference in differences if difference.after is not None]
    Definition.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["project", "object_id"],
        update_fields=["kind", "schema_name", "name", "namespace", "body"],
    )
    _refuse_equal_names()


def namespace_of(definition: DesignDefinition) -> tuple[str, str, str]:
    """Where the name must be unique, schema and name: two definitions that share all three cannot both exist."""
    return _namespace(definition), getattr(definition, "schema", ""), definition.name


def _refuse_equal_names() -> None:
    """Checks the deferred constraint now, when all rows are written: at commit it would be too late to say it well."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS definition_name_is_unique IMMEDIATE")
            cursor.execute("SET CONSTRAINTS definition_name_is_unique DEFERRED")
    except IntegrityError as error:
        raise EditRefused(
            f"Two objects of one kind would have the same name. Rename one of them first. ({error})"
        ) from error


def full_name(definition: DesignDefinition) -> str:
    """The name with its schema, as people are shown it."""
    schema = getattr(definition, "schema", "")
    return f"{schema}.{definition.name}" if schema else definition.name


def _row(project: Project, definition: DesignDefinition) -> Definition:
    return Definition(
        project_id=project.pk,
        kind=kind_of(definition),
        object_id=definition.id,
        schema_name=getattr(definition, "schema", ""),
        name=definition.name,
        namespace=_namespace(definition),
        body=to_body(definition),
    )


def _namespace(definition: DesignDefinition) -> str:
    """Where the name must be unique in PostgreSQL, as far as columns can say it (`designer.design.integrity` says the
    rest).
    """
    kind = kind_of(definition)
    if kind in RELATION_KINDS:
        return "relation"
    if kind in TYPE_KINDS:
        return "type"
    if isinstance(definition, Function | Aggregate):
        inputs = [argument.type for argument in definition.arguments if argument.mode in {"in", "inout", "variadic"}]
        return f"function({', '.join(inputs)})"
    if isinstance(definition, Relationship):
        return f"constraint of {definition.table_id}"
    if isinstance(definition, Verbatim):
        return definition.kind.lower()
    return kind
