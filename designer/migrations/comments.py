"""Comments on everything that keeps its identity; new objects bring theirs along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from designer.design import Design
from designer.migrations.contexts import Context, footprint_of
from designer.migrations.definitions import name_in_words
from designer.migrations.operations import Lock, Operation
from designer.sql.comments import write_comment, write_view_column_comment


class ChangeComment(Operation, frozen=True, kw_only=True, eq=False):
    """Sets, changes or removes one comment."""

    rank = 480

    target: Any
    old: str | None
    new: str | None
    design: Design
    owner: Any = None
    view_column: str | None = None

    @property
    def subject(self) -> str:
        name = name_in_words(self.target, self.owner)
        return f"{name}.{self.view_column}" if self.view_column else name

    def describe(self) -> str:
        return f"{'Remove' if self.new is None else 'Set'} the comment on {self.subject}"

    def up(self) -> list[str]:
        return self._write(self.new)

    def down(self) -> list[str]:
        return self._write(self.old)

    def _write(self, text: str | None) -> list[str]:
        if self.view_column is not None:
            return write_view_column_comment(self.target, self.view_column, text)
        return write_comment(self.target, text, self.design, owner=self.owner)


def compare_comments(old: Any, new: Any, context: Context, *, owner: Any = None) -> Iterator[Operation]:
    """The comment of one object that exists before and after."""
    if old.comment != new.comment:
        yield ChangeComment(
            target=new,
            old=old.comment,
            new=new.comment,
            design=context.after,
            owner=owner,
            lock=Lock.SHARE_UPDATE_EXCLUSIVE,
            footprint=footprint_of(requires=[new.id, *([owner.id] if owner else [])]),
        )
