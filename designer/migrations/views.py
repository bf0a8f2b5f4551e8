"""Views and materialized views: other columns mean a new view, with all that is on it and all that reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from designer.design import Design, View, ViewColumn
from designer.migrations.clusterings import compare_clustering
from designer.migrations.comments import ChangeComment, compare_comments
from designer.migrations.contexts import Context, footprint_of
from designer.migrations.definitions import Create, Drop, name_in_words, write_whole
from designer.migrations.grants import compare_grants
from designer.migrations.indexes import compare_indexes
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part, Phase
from designer.migrations.triggers import compare_rules, compare_triggers
from designer.postgres.parsing import SqlSyntaxError, deparse_query, query_tree
from designer.sql.column_settings import write_view_column
from designer.sql.indexes import write_cluster, write_create_index, write_index_statistics
from designer.sql.views import write_alter_view_options, write_create_view, write_drop_view


class CreateView(Create, frozen=True, kw_only=True, eq=False):
    """With its privileges, comments and, when materialized, its indexes. Triggers and rules come apart."""

    rank = 430

    def describe(self) -> str:
        return f"Create {_noun(self.thing)} {self.subject}"

    def create(self) -> list[str]:
        view: View = self.thing
        indexes = [sql for index in view.indexes for sql in write_create_index(index, view, self.design)]
        indexes += [sql for index in view.indexes for sql in write_index_statistics(None, index, view)]
        settings = [sql for row in view.columns for sql in write_view_column(ViewColumn(name=row.name), row, view)]
        bare = replace(view, triggers=(), rules=())
        return write_whole([*write_create_view(view), *settings, *indexes, *_write_clustered(view)], bare, self.design)

    def drop(self) -> list[str]:
        return write_drop_view(self.thing)


class DropView(Drop, CreateView, frozen=True, kw_only=True, eq=False):
    """Comes after its triggers are dropped, and before what it reads changes."""

    rank = 130

    is_rebuilt: bool = False
    """Whether it is made again later in the same migration."""

    def describe(self) -> str:
        return f"Drop {_noun(self.thing)} {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        if self.is_rebuilt:
            return ()
        return (Hazard(HazardKind.BREAKS_OLD_CODE, f"Code that reads {self.subject} fails."),)


class AlterViewOptions(Operation, frozen=True, kw_only=True, eq=False):
    """Changes options such as security_invoker in place."""

    rank = 435

    old: View
    new: View

    @property
    def subject(self) -> str:
        return name_in_words(self.new)

    def describe(self) -> str:
        return f"Change the options of {_noun(self.new)} {self.subject}"

    def up(self) -> list[str]:
        return write_alter_view_options(self.old, self.new)

    def down(self) -> list[str]:
        return write_alter_view_options(self.new, self.old)


class ReplaceView(Operation, frozen=True, kw_only=True, eq=False):
    """CREATE OR REPLACE: other rows in the same columns, so that everything on the view and above it stays."""

    rank = 432

    old: View
    new: View

    @property
    def subject(self) -> str:
        return name_in_words(self.new)

    def describe(self) -> str:
        return f"Change the query of view {self.subject}"

    def up(self) -> list[str]:
        return write_create_view(self.new, or_replace=True)

    def down(self) -> list[str]:
        return write_create_view(self.old, or_replace=True)


class ChangeViewColumns(Operation, frozen=True, kw_only=True, eq=False):
    """Sets defaults of a view's columns; statistics targets and storage of a materialized view's."""

    rank = 436

    old: View
    new: View

    @property
    def subject(self) -> str:
        return name_in_words(self.new)

    def describe(self) -> str:
        return f"Change what {_noun(self.new)} {self.subject} sets on its columns"

    def up(self) -> list[str]:
        return self._write(self.old, self.new)

    def down(self) -> list[str]:
        return self._write(self.new, self.old)

    def _write(self, old: View, new: View) -> list[str]:
        earlier, later = ({row.name: row for row in view.columns} for view in (old, new))
        statements = []
        for name in dict.fromkeys((*earlier, *later)):
            nothing = ViewColumn(name=name)
            statements += write_view_column(earlier.get(name, nothing), later.get(name, nothing), self.new)
        return statements


def must_rebuild_view(old: View, new: View) -> bool:
    """Whether more differs than options, privileges, comments, indexes, triggers and which rows it shows."""
    kinds = [(view.is_materialized, view.is_populated, view.column_names) for view in (old, new)]
    if kinds[0] != kinds[1]:
        return True
    return old.query != new.query and (old.is_materialized or not _has_same_columns(old.query, new.query))


def _has_same_columns(old: str, new: str) -> bool:
    """Whether both queries select the same from the same, differing only in conditions and order.

    CREATE OR REPLACE could append columns too, but could not take them away again on the way back.
    """
    try:
        trees = [query_tree(text) for text in (old, new)]
    except SqlSyntaxError:
        return False
    for tree in trees:
        for clause in ("where_clause", "having_clause", "sort_clause", "limit_count", "limit_offset", "limit_option"):
            tree.ClearField(clause)
    return deparse_query(trees[0]) == deparse_query(trees[1])


def compare_views(before: Design, after: Design, context: Context) -> Iterator[Operation]:
    """Created, dropped, changed and rebuilt views, with what is on them."""
    seen = set()
    for old, new in context.pairs(before.views, after.views):
        seen.add((new or old).id)
        if old is not None and new is not None and not context.is_rebuilt(new):
            yield from _alter(old, new, context)
            continue
        if old is not None:
            yield from _drop(old, context, is_rebuilt=new is not None)
        if new is not None:
            yield from _create(new, context)
    for view in after.views:
        if view.id in context.rebuilds.owners and view.id not in seen:
            # Its indexes or triggers are rebuilt, though nothing about them differs.
            yield from compare_indexes(view, view, context)
            yield from compare_clustering(view, view, context)
            yield from compare_triggers(view, view, context)
            yield from compare_rules(view, view, context)


def _create(view: View, context: Context) -> Iterator[Operation]:
    yield CreateView(thing=view, design=context.after, footprint=context.creating(view))
    yield from compare_triggers(None, view, context)
    yield from compare_rules(None, view, context)


def _drop(view: Any, context: Context, *, is_rebuilt: bool) -> Iterator[Operation]:
    yield DropView(
        thing=view,
        design=context.before,
        is_rebuilt=is_rebuilt,
        lock=Lock.ACCESS_EXCLUSIVE,
        phase=Phase.EXPAND if is_rebuilt else Phase.CONTRACT,
        footprint=context.dropping(view),
    )
    yield from compare_triggers(view, None, context)
    yield from compare_rules(view, None, context)


def _alter(old: View, new: View, context: Context) -> Iterator[Operation]:
    if old.query != new.query:
        # The options are part of the statement.
        yield ReplaceView(old=old, new=new, lock=Lock.ACCESS_EXCLUSIVE, footprint=context.changing(old, new))
    elif old.options != new.options:
        yield AlterViewOptions(old=old, new=new, lock=Lock.ACCESS_EXCLUSIVE)
    if old.columns != new.columns:
        yield ChangeViewColumns(
            old=old, new=new, lock=Lock.ACCESS_EXCLUSIVE, footprint=_columns_footprint(old, new, context)
        )
    yield from compare_indexes(old, new, context)
    yield from compare_clustering(old, new, context)
    yield from compare_triggers(old, new, context)
    yield from compare_rules(old, new, context)
    yield from compare_grants(old, new, context)
    yield from compare_comments(old, new, context)
    texts = dict(old.column_comments), dict(new.column_comments)
    for column in dict.fromkeys((*texts[0], *texts[1])):
        was, now = texts[0].get(column), texts[1].get(column)
        if was != now:
            yield ChangeComment(
                target=new, old=was, new=now, design=context.after, view_column=column, footprint=footprint_of([new.id])
            )


def _columns_footprint(old: View, new: View, context: Context) -> Footprint:
    needs = [
        frozenset(part for row in view.columns for part in requirements.of_expression(row.default))
        for view, requirements in ((old, context.needs_before), (new, context.needs_after))
    ]
    return Footprint(requires=needs[1] - needs[0] | {Part(new.id)}, restores=needs[0] - needs[1])


def _write_clustered(view: View) -> list[str]:
    return write_cluster(view) if view.clustered_on is not None else []


def _noun(view: View) -> str:
    return "materialized view" if view.is_materialized else "view"
