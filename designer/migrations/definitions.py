"""Creating and dropping: two sides of one thing, shared by the operations of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from designer.design import Design, DesignerError
from designer.migrations.contexts import Context
from designer.migrations.operations import Lock, Operation
from designer.migrations.things import Relation
from designer.sql.comments import write_comment, write_comments
from designer.sql.grants import has_grants, write_initial_grants
from designer.sql.schemas import address


class Create(Operation, frozen=True, kw_only=True, eq=False):
    """Makes one object with its grants and comments; `owner` is the table or view a part lives on."""

    symbol = "+"
    noun: ClassVar[str] = "object"

    thing: Any
    design: Design
    owner: Any = None

    @property
    def subject(self) -> str:
        return name_in_words(self.thing, self.owner)

    def describe(self) -> str:
        return f"Create {self.noun} {self.subject}"

    def create(self) -> list[str]:
        """The statements that make the object."""
        raise NotImplementedError

    def drop(self) -> list[str]:
        """The statements that remove it."""
        raise NotImplementedError

    def up(self) -> list[str]:
        return self.create()

    def down(self) -> list[str]:
        return self.drop()


class Drop(Create, frozen=True, kw_only=True, eq=False):
    """Removes one object; its reverse makes it again as it was. Combined with the kind's own Create."""

    symbol = "-"

    def describe(self) -> str:
        return f"Drop {self.noun} {self.subject}"

    def up(self) -> list[str]:
        return self.drop()

    def down(self) -> list[str]:
        return self.create()


def make_again(
    kinds: tuple[type[Create], type[Drop]],
    old: tuple[Any | None, Any],
    new: tuple[Any | None, Any],
    context: Context,
    lock: Lock = Lock.ACCESS_EXCLUSIVE,
) -> Iterator[Operation]:
    """Drops the old part and creates the new one, each given with its owner; None for a part that is not there.

    `lock` is what creating it takes on a table that exists already. Dropping takes the strongest.
    """
    create, drop = kinds
    thing, owner = old
    if thing is not None:
        footprint = context.dropping(thing, owner)
        yield drop(thing=thing, owner=owner, design=context.before, lock=Lock.ACCESS_EXCLUSIVE, footprint=footprint)
    thing, owner = new
    if thing is not None and owner is not None:
        footprint, lock = context.creating(thing, owner), context.lock_on(lock, owner.id)
        yield create(thing=thing, owner=owner, design=context.after, lock=lock, footprint=footprint)


def name_in_words(thing: Any, owner: Relation | None = None) -> str:
    """How descriptions name a thing: `public.orders`, `orders_idx on public.orders`, `public.f(integer)`."""
    if owner is not None:
        return f"{thing.name} on {owner.schema}.{owner.name}"
    try:
        return address(thing).replace('"', "") if hasattr(thing, "schema") else str(thing.name)
    except (DesignerError, KeyError):
        return f"{thing.schema}.{thing.name}" if thing.schema else str(thing.name)


def write_whole(creation: list[str], thing: Any, design: Design) -> list[str]:
    """The creation of a definition followed by its grants and comments."""
    grants = write_initial_grants(thing, design) if has_grants(thing) else []
    return [*creation, *grants, *write_comments(thing, design)]


def write_part_comment(part: Any, owner: Any, design: Design) -> list[str]:
    """The comment of a part that was just created, if it has one."""
    return write_comment(part, part.comment, design, owner=owner) if part.comment is not None else []
