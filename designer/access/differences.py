"""The difference of access between two designs, both measured: who gains and who loses which rows."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from designer.access.cells import Cell
from designer.access.measuring import Measurement
from designer.access.openings import Opening
from designer.access.outcomes import Outcome

_MOST_NAMES = 3


class AccessChange(Struct, frozen=True, kw_only=True):
    """One persona and command on a table, view or function, of which the two measurements differ.

    `gained` and `lost` say whose the rows are. Where no row is told apart, only the words differ.
    """

    name: str
    persona: str
    command: str
    before: str
    after: str
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The change for a person to read."""
        parts = [f"gains {_rows(self.gained)}"] if self.gained else []
        parts += [f"loses {_rows(self.lost)}"] if self.lost else []
        return " and ".join(parts) or f"{self.before} before, {self.after} now"

    @property
    def is_gain(self) -> bool:
        """Whether somebody may do more than before: what a reviewer must look at first."""
        return bool(self.gained) or (not self.lost and self.after == Outcome.ROWS)


def compare_access(before: Measurement, after: Measurement) -> list[AccessChange]:
    """What changed, gains first. Tables and personas that only one of the two has count as nobody's rows there."""
    old = {(cell.table, cell.persona, cell.command): cell for cell in before.cells}
    new = {(cell.table, cell.persona, cell.command): cell for cell in after.cells}
    known = set(before.personas) & set(after.personas)
    changes = [
        change
        for key in dict.fromkeys((*old, *new))
        if key[1] in known and (change := _change(key, old.get(key), new.get(key))) is not None
    ]
    was = {(row.name, row.persona): row for row in before.openings}
    now = {(row.name, row.persona): row for row in after.openings}
    changes += [
        change
        for key in dict.fromkeys((*was, *now))
        if key[1] in known and (change := _opening(key, was.get(key), now.get(key))) is not None
    ]
    return sorted(changes, key=lambda row: (not row.is_gain, row.persona == "service_role"))


def _change(key: tuple[str, str, str], before: Cell | None, after: Cell | None) -> AccessChange | None:
    if before is not None and after is not None and before.outcome == after.outcome and before.whose == after.whose:
        return None
    old, new = (Counter(cell.whose) if cell else Counter() for cell in (before, after))
    gained, lost = tuple((new - old).elements()), tuple((old - new).elements())
    if not gained and not lost and (before is None or after is None):
        return None  # a table that nobody reaches, there or gone
    name, persona, command = key
    words = [cell.words if cell else "no table" for cell in (before, after)]
    return AccessChange(
        name=name, persona=persona, command=command, before=words[0], after=words[1], gained=gained, lost=lost
    )


def _opening(key: tuple[str, str], before: Opening | None, after: Opening | None) -> AccessChange | None:
    old, new = (row.words if row else Outcome.NO_GRANT.value for row in (before, after))
    if old == new:
        return None
    kind = after.kind if after is not None else before.kind if before is not None else ""
    command = "call" if kind == "function" else "select"
    return AccessChange(name=key[0], persona=key[1], command=command, before=old, after=new)


def _rows(whose: tuple[str, ...]) -> str:
    """`2 rows: of owner in tenant A, of tenant B`."""
    counted = Counter(whose)
    named = [f"of {name}" + (f" ({count})" if count > 1 else "") for name, count in counted.most_common(_MOST_NAMES)]
    more = f" and of {len(counted) - _MOST_NAMES} more" if len(counted) > _MOST_NAMES else ""
    return f"{len(whose)} {'row' if len(whose) == 1 else 'rows'}: {', '.join(named)}{more}"
