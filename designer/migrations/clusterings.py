"""Which index CLUSTER sorts a table or materialized view by: a mark on an index, lost when that is made anew."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from designer.migrations.contexts import Context, footprint_of
from designer.migrations.definitions import name_in_words
from designer.migrations.operations import Lock, Operation
from designer.migrations.things import Relation
from designer.sql.indexes import write_cluster


class MarkClustered(Operation, frozen=True, kw_only=True, eq=False):
    """After the index exists."""

    rank = 416

    relation: Relation

    @property
    def subject(self) -> str:
        return name_in_words(self.relation)

    def describe(self) -> str:
        return f"Choose the index that {self.subject} is clustered on"

    def up(self) -> list[str]:
        return write_cluster(self.relation)

    def down(self) -> list[str]:
        return write_cluster(replace(self.relation, clustered_on=None))


class UnmarkClustered(MarkClustered, frozen=True, kw_only=True, eq=False):
    """Before the index goes, so that its reverse comes after the index is back."""

    rank = 140

    def describe(self) -> str:
        return f"Let {self.subject} be clustered on no index"

    def up(self) -> list[str]:
        return write_cluster(replace(self.relation, clustered_on=None))

    def down(self) -> list[str]:
        return write_cluster(self.relation)


def compare_clustering(old: Relation | None, new: Relation | None, context: Context) -> Iterator[Operation]:
    """The mark of one table or materialized view; None for one that is not there."""
    was, now = old.clustered_on if old else None, new.clustered_on if new else None
    if was == now and was not in context.rebuilds.objects:
        return
    if old is not None and was is not None:
        relation = old if new is None else replace(new, clustered_on=was, **_indexes_of(old))
        yield UnmarkClustered(relation=relation, lock=Lock.ACCESS_EXCLUSIVE, footprint=footprint_of(restores=[was]))
    if new is not None and now is not None:
        yield MarkClustered(
            relation=new, lock=context.lock_on(Lock.ACCESS_EXCLUSIVE, new.id), footprint=footprint_of([now, new.id])
        )


def _indexes_of(relation: Relation) -> dict[str, object]:
    fields = ("indexes", "primary_key", "unique_keys", "exclusions")
    return {field: getattr(relation, field) for field in fields if hasattr(relation, field)}
