"""What a migration would do, object by object."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from designer.design import Design
from designer.design.edits.lookups import full_name
from designer.migrations import Operation
from designer.migrations.renames import Rename
from designer.sql.formatting import format_script


class ObjectChange(Struct, frozen=True):
    """Everything that happens to one object and on it; `symbol` is `+` added, `-` removed, `~` changed."""

    symbol: str
    name: str
    operations: tuple[Operation, ...]

    @property
    def sql(self) -> str:
        """The statements, in the order they run."""
        return format_script([statement for operation in self.operations for statement in operation.up()])


def list_changes_by_object(operations: Iterable[Operation], before: Design, after: Design) -> list[ObjectChange]:
    """The operations by the object they concern, under the name it has afterwards: removed, changed, added."""
    renamed = {
        full_name(old): full_name(new)
        for id_, new in after.by_id.items()
        if (old := before.by_id.get(id_)) is not None and full_name(old) != full_name(new)
    }
    owners = {full_name(row) for design in (before, after) for row in design.definitions()}
    found: dict[str, list[Operation]] = {}
    for operation in operations:
        known = after.by_id.get(operation.thing_id) if isinstance(operation, Rename) and operation.thing_id else None
        name = full_name(known) if known else _owner(operation.subject, owners)
        found.setdefault(renamed.get(name, name), []).append(operation)
    changes = [ObjectChange(_symbol(name, rows), name, tuple(rows)) for name, rows in found.items()]
    return sorted(changes, key=lambda change: ("-~+".index(change.symbol), change.name))


def _owner(subject: str, owners: set[str]) -> str:
    """The object that `a_idx on public.orders` or `public.orders.total` speaks of."""
    name = subject.rpartition(" on ")[2]
    whole = name
    while name and name not in owners:
        name = name.rpartition(".")[0]
    if name:
        return name
    # A rename within a schema names no schema.
    like = [owner for owner in owners if owner.rpartition(".")[2] == whole]
    return like[0] if len(like) == 1 else whole


def _symbol(name: str, operations: list[Operation]) -> str:
    symbols = {operation.symbol for operation in operations if operation.subject == name}
    if symbols & {"+", "-"} and symbols != {"+", "-"}:
        return "+" if "+" in symbols else "-"
    return "~"
