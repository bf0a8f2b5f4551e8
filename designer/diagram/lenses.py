"""Lenses: what a canvas can say about every table by colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias, get_args
from uuid import UUID

from msgspec import Struct

from designer.design import PUBLIC, Command, Design, Enum, Policy, Table, View
from designer.diagram.cards import fold_partitions

Reading: TypeAlias = Literal["all", "some", "none"]
"""Whether a role reads every row, those that policies let through, or nothing."""
Level: TypeAlias = Literal["error", "warn", "info", "speed"]
"""How bad a finding is, as `designer.advisor` has it."""
_LEVELS: tuple[Level, ...] = get_args(Level)
_VOLUMES = ((10**7, "huge"), (10**5, "large"), (10**3, "medium"), (0, "small"))
"""From how many rows a table is called so. From 100,000 on a rewrite is asked about (`designer.migrations`)."""


class Lens(Struct, frozen=True, kw_only=True):
    """The states of tables, views and enums, by id, where there is something to say; `gone` names those removed.

    `words` stand at a card in the place of what its state is called, `details` are lines to be read on asking for them,
    `note` is said of the whole.
    """

    states: dict[UUID, str]
    gone: tuple[str, ...] = ()
    words: dict[UUID, str] = {}
    details: dict[UUID, tuple[str, ...]] = {}
    note: str = ""


class Sight(Struct, frozen=True):
    """What somebody was seen to read of a table: so many of its rows, and which those are in words."""

    rows: int
    total: int
    words: str


def look_at_reading(design: Design, role: str) -> Lens:
    """How much each table and view lets a role read, as its privileges and policies say.

    What the role has through membership in other roles is not counted; what is really readable is measured by
    `designer.access`. A view counts as all or nothing: whose rows it shows depends on the tables behind it.
    """
    states: dict[UUID, str] = {table.id: _reading(table, role) for table in design.tables if not table.is_managed}
    states |= {view.id: "all" if _may_select(view, role) else "none" for view in design.views}
    details = {table.id: tuple(map(_policy_in_words, _policies_of(table, role))) for table in design.tables}
    return Lens(states=states, details={id_: lines for id_, lines in details.items() if lines})


def look_at_sights(design: Design, sights: Mapping[str, Sight], note: str = "") -> Lens:
    """What somebody read of tables when it was measured, by their qualified names; of those without rows nothing is
    known.
    """
    of = {table.id: sights.get(f"{table.schema}.{table.name}") for table in design.tables}
    known = {id_: sight for id_, sight in of.items() if sight is not None and sight.total}
    return Lens(
        states={id_: _sighted(sight) for id_, sight in known.items()},
        words={id_: sight.words for id_, sight in known.items() if _sighted(sight) == "some"},
        note=note,
    )


def _sighted(sight: Sight) -> Reading:
    return "none" if sight.rows == 0 else "all" if sight.rows == sight.total else "some"


def look_at_findings(design: Design, findings: Iterable[tuple[UUID, Level, str]]) -> Lens:
    """What was found: of every table and view the worst level, how many there are, and the title of each.

    `findings` are the id of an object, a level and a title. What concerns partitions counts at their table.
    """
    folded = fold_partitions(design)
    of: dict[UUID, list[tuple[Level, str]]] = {}
    for id_, level, title in findings:
        of.setdefault(folded.get(id_, id_), []).append((level, title))
    return Lens(
        states={id_: min((level for level, _ in rows), key=_LEVELS.index) for id_, rows in of.items()},
        words={id_: "1 finding" if len(rows) == 1 else f"{len(rows)} findings" for id_, rows in of.items()},
        details={id_: tuple(title for _, title in sorted(rows, key=_by_level)) for id_, rows in of.items()},
    )


def look_at_volume(design: Design, row_counts: Mapping[str, int]) -> Lens:
    """How many rows tables are said to have, by their qualified names; others are left out."""
    counts = {table.id: row_counts.get(f"{table.schema}.{table.name}") for table in design.tables}
    known = {id_: count for id_, count in counts.items() if count is not None}
    return Lens(
        states={id_: next(name for least, name in _VOLUMES if count >= least) for id_, count in known.items()},
        words={id_: _rows_in_words(count) for id_, count in known.items()},
    )


def _by_level(row: tuple[Level, str]) -> int:
    return _LEVELS.index(row[0])


def _rows_in_words(count: int) -> str:
    for unit, word in ((10**9, " bn"), (10**6, " M"), (10**3, " k")):
        if count >= unit:
            return f"{count / unit:.3g}{word} rows"
    return "1 row" if count == 1 else f"{count} rows"


def look_at_changes(before: Design, after: Design) -> Lens:
    """What is new and what is different since `before`; a table also when its relationships are."""
    folded = fold_partitions(after)
    states: dict[UUID, str] = {}
    old, new = _relations(before), _relations(after)
    for id_, row in new.items():
        if id_ not in old and folded.get(id_, id_) == id_:
            states[id_] = "added"
        elif old.get(id_) != row:
            states.setdefault(folded.get(id_, id_), "changed")
    references = {row.id: row for row in before.relationships}
    different = [row for row in after.relationships if references.pop(row.id, None) != row]
    for reference in (*different, *references.values()):
        if reference.table_id in folded:
            states.setdefault(folded[reference.table_id], "changed")
    gone = sorted(f"{row.schema}.{row.name}" for id_, row in old.items() if id_ not in new)
    return Lens(states=states, gone=tuple(gone))


def _relations(design: Design) -> dict[UUID, Table | View | Enum]:
    rows: list[Table | View | Enum] = [*design.tables, *design.views, *design.enums]
    return {row.id: row for row in rows}


def _reading(table: Table, role: str) -> Reading:
    if not _may_select(table, role):
        return "none"
    if not table.has_rls:
        return "all"
    policies = [row for row in _policies_of(table, role) if row.command in {Command.ALL, Command.SELECT}]
    permissive = [policy for policy in policies if policy.is_permissive]
    if not permissive:
        return "none"
    # Restrictive policies narrow what the permissive ones let through.
    is_open = any(_is_true(policy.using) for policy in permissive)
    return (
        "all" if is_open and all(_is_true(policy.using) for policy in policies if not policy.is_permissive) else "some"
    )


def _policies_of(table: Table, role: str) -> list[Policy]:
    return [row for row in table.policies if not row.roles or {role, PUBLIC} & set(row.roles)]


def _policy_in_words(policy: Policy) -> str:
    kind = "" if policy.is_permissive else ", restrictive"
    return f"{policy.name} ({policy.command.value}{kind})"


def _is_true(expression: str | None) -> bool:
    return expression is None or expression.strip().strip("()").strip().lower() == "true"


def _may_select(relation: Table | View, role: str) -> bool:
    return any(grant.grantee in {role, PUBLIC} and "SELECT" in grant.privileges for grant in relation.grants)
