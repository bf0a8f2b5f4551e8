"""From two designs to the operations between them, in an order that runs and whose reverse runs back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from designer.design import KINDS, Design
from designer.design.edits import put
from designer.migrations.alignments import align_design, tell_kinds_apart
from designer.migrations.composites import compare_composites
from designer.migrations.contexts import Context, Unsupported
from designer.migrations.default_privileges import compare_default_privileges
from designer.migrations.domains import compare_domains
from designer.migrations.enums import AddEnumValues, compare_enums, enums_to_extend
from designer.migrations.extensions import MoveExtension, MoveExtensionBack, compare_extensions, move_extensions
from designer.migrations.followers import follow_renames
from designer.migrations.functions import compare_functions
from designer.migrations.likenesses import without_same_ends
from designer.migrations.operations import Operation
from designer.migrations.ordering import order_operations
from designer.migrations.owners import compare_owners
from designer.migrations.partitions import spell_out_partitions
from designer.migrations.rebuilds import find_rebuilds
from designer.migrations.relationships import compare_relationships
from designer.migrations.renames import rename_containers, rename_objects
from designer.migrations.roles import compare_roles
from designer.migrations.schemas import compare_schemas
from designer.migrations.sequences import compare_sequences
from designer.migrations.simple_kinds import compare_simple_kinds
from designer.migrations.tables import compare_tables
from designer.migrations.verbatim import compare_verbatim
from designer.migrations.views import compare_views

FIRST_RANKS = 100
"""Operations below this rank are done before the graph begins, in the order they were found."""

_COMPARERS: tuple[Callable[[Design, Design, Context], Iterator[Operation]], ...] = (
    compare_roles,
    compare_schemas,
    compare_extensions,
    compare_enums,
    compare_domains,
    compare_composites,
    compare_sequences,
    compare_functions,
    compare_tables,
    compare_relationships,
    compare_views,
    compare_simple_kinds,
    compare_default_privileges,
    compare_verbatim,
    compare_owners,
)


class Comparison(Struct, frozen=True):
    """The operations between two designs, and the differences that none of them bridges."""

    operations: tuple[Operation, ...]
    unsupported: tuple[Unsupported, ...]


def compare_designs(before: Design, after: Design) -> list[Operation]:
    """The operations that lead from one design to the other, in the order in which they run."""
    return list(find_differences(before, after).operations)


def find_differences(before: Design, after: Design) -> Comparison:
    """Like `compare_designs`, with what cannot be done and why."""
    if before is after:
        return Comparison((), ())
    after = tell_kinds_apart(before, after)
    before, after = spell_out_partitions(_share_equal(before, after), after)
    # Added enum values come first, under the old names: whatever uses one must wait for their commit.
    extended, additions = _extend_enums(before, after)
    # Renames come next; from there on both designs call everything by the same names.
    after = follow_renames(extended, after)
    aligned = align_design(extended, after)
    context = Context(aligned, after, extended)
    context.rebuilds = find_rebuilds(context)
    found = [operation for compare in _COMPARERS for operation in compare(aligned, after, context)]
    # A schema must exist before anything is moved into it, a role before it is granted anything.
    containers = order_operations(operation for operation in found if operation.rank < FIRST_RANKS)
    rest = order_operations(operation for operation in found if operation.rank >= FIRST_RANKS)
    operations = (
        *additions,
        *rename_containers(extended, aligned),
        *containers,
        *move_extensions(before, after, MoveExtension),
        *rename_objects(extended, aligned, after),
        *rest,
        *move_extensions(before, after, MoveExtensionBack),
    )
    return Comparison(operations, tuple(context.unsupported))


def _share_equal(before: Design, after: Design) -> Design:
    """`before` with the very definitions of `after` where they are equal: then identity tells what is unchanged."""
    kinds = {}
    for kind in KINDS:
        rows = getattr(before, kind)
        olds, news = without_same_ends(rows, getattr(after, kind))
        if olds:
            new_by_id = {row.id: row for row in news}
            equal = {row.id: new for row in olds if (new := new_by_id.get(row.id)) == row}
            kinds[kind] = tuple(equal.get(row.id, row) for row in rows) if equal else rows
    return replace(before, **kinds)


def _extend_enums(before: Design, after: Design) -> tuple[Design, list[Operation]]:
    design, additions = before, []
    for step, old, new in enums_to_extend(before, after):
        design = put(step, new)
        undo = find_differences(design, step).operations
        additions.append(AddEnumValues(old=old, new=new, undo=undo))
    return design, list(additions)
