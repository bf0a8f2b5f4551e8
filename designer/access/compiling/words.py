"""Names and explanations: what a cell says to people, and what its policy is called."""

from __future__ import annotations

from collections.abc import Iterable

from inflection import pluralize

from designer.design import Table
from designer.design.access_models import ANON, SERVICE, SIGNED_IN, Cell, FloorKind, Reach

_LONGEST = 63
_AUDIENCES = {ANON: "everybody", SIGNED_IN: "signed-in people", SERVICE: "the service role"}
_NAMES = {ANON: "everybody", SIGNED_IN: "signed_in", SERVICE: "service"}
FLOOR_NAMES = {
    FloorKind.TENANT: "tenants_stay_apart",
    FloorKind.MFA: "second_factor_required",
    FloorKind.PERMANENT: "permanent_users_only",
}
FLOOR_WORDS = {
    FloorKind.TENANT: "Whatever else is allowed, no row of another tenant.",
    FloorKind.MFA: "Whatever else is allowed, only after a second factor (aal2).",
    FloorKind.PERMANENT: "Whatever else is allowed, not for anonymous sign-ins.",
}


def name_policy(cells: Iterable[Cell], table: Table) -> str:
    """A name that says who may do what: `members_select_company_documents`."""
    cells = list(cells)
    who = list(dict.fromkeys(_identifier(cell) for cell in cells))
    reaches = {cell.reach for cell in cells}
    what = table.name
    if reaches == {Reach.OWN}:
        what = f"own_{table.name}"
    name = f"{'_and_'.join(who)}_{cells[0].command}_{what}"
    if len(name.encode()) <= _LONGEST:
        return name
    role = cells[0].database_role
    return f"{_NAMES.get(role, role)}_{cells[0].command}_{what}".encode()[:_LONGEST].decode(errors="ignore")


def describe_cells(cells: Iterable[Cell]) -> str:
    """The cells in one sentence, for the policy's comment and for people who read the matrix."""
    parts = list(dict.fromkeys(f"{audience_in_words(cell.audience)}: {rows_in_words(cell)}" for cell in cells))
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def audience_in_words(audience: str) -> str:
    """Who: `signed-in people`, `admins`."""
    role = audience.removeprefix("role:")
    return _AUDIENCES.get(audience) or (str(pluralize(role)) if role != audience else f"the role {audience}")


def rows_in_words(cell: Cell) -> str:
    """Which rows: `own rows while status = 'draft'`."""
    rows = {
        Reach.OWN: "own rows",
        Reach.TENANT: "rows of one's tenant",
        Reach.PARENT: "rows whose parent one can see",
        Reach.EVERYONE: "all rows",
        Reach.CONDITION: "rows",
    }[cell.reach]
    condition = " ".join(cell.condition.split())
    check = " ".join(cell.check.split())
    words = f"{rows} where {condition}" if condition else rows
    return f"{words}, left with {check}" if check else words


def _identifier(cell: Cell) -> str:
    if cell.role:
        return "_".join(str(pluralize(cell.role)).lower().split())
    return _NAMES.get(cell.audience, cell.audience)
