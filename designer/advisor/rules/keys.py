"""What keys tell and do behind the back of policies: rows 25 and 27."""

from __future__ import annotations

from collections.abc import Iterator

from designer.access.owners import Row
from designer.access.personas import Persona
from designer.advisor.catalogs import RelationRow
from designer.advisor.findings import Finding, Level
from designer.advisor.worlds import World, quoted
from designer.proofs.shapes import ConstraintShape

_FOREIGN, _DUPLICATE = "23503", "23505"


def find_reference_oracles(world: World) -> Iterator[Finding]:
    """Row 25: a foreign key that tells whether a hidden row exists."""
    for table in world.tables:
        shape = world.shape(table)
        for key in shape.constraints if shape else ():
            parent = world.catalog.relations.get(key.target)
            columns = shape.names(key.keys) if shape else ()
            if (
                key.kind != "f"
                or parent is None
                or len(columns) != 1
                or not parent.has_rls
                or parent not in world.tables
            ):
                continue
            if not world.may("authenticated", table, "INSERT", columns[0]) or columns[0] in world.person_columns(table):
                continue
            proof = next((found for row in world.people if (found := _tells(world, table, parent, key, row))), "")
            if not proof:
                continue
            yield world.finding(
                25,
                "reference-oracle",
                "A key tells whether a hidden row exists",
                Level.INFO,
                table,
                f"An INSERT into {table.full_name} is accepted with the key of a hidden row of {parent.full_name} and "
                "refused with 23503 for a key that does not exist: keys can be guessed.",
                part=key.name,
                advice="Put the tenant into the key: foreign key (tenant_id, …) references … (tenant_id, …), or hold "
                "the "
                "column against the caller's rows in WITH CHECK.",
                proof=proof,
            )


def find_unique_oracles(world: World) -> Iterator[Finding]:
    """Row 25: a unique key over all tenants."""
    for table in world.tables:
        shape, tenants = world.shape(table), world.tenant_columns(table)
        if shape is None or not tenants or not table.has_rls:
            continue
        primary = {row.name for row in shape.constraints if row.kind == "p"}
        keyed = {name for row in shape.constraints if row.kind == "f" for name in shape.names(row.keys)}
        for name, keys in shape.uniques:
            columns = shape.names(keys)
            if name in primary or not columns or set(columns) & {*tenants, *keyed, *world.person_columns(table)}:
                continue
            if not all(world.may("authenticated", table, "INSERT", column) for column in columns):
                continue
            proof = next((found for row in world.people if (found := _collides(world, table, columns, row))), "")
            if not proof:
                continue
            yield world.finding(
                25,
                "unique-oracle",
                "A unique key tells what other tenants have",
                Level.INFO,
                table,
                f"{name} is unique over all tenants: an INSERT of a value that another tenant has is refused with "
                "23505, "
                "whoever sees that row or not.",
                part=name,
                advice=f"Make it unique ({tenants[0]}, {', '.join(columns)}).",
                proof=proof,
            )


def find_wide_cascades(world: World) -> Iterator[Finding]:
    """Row 27: a deletion that takes rows along which the caller could not delete."""
    for table in world.tables:
        shape = world.shape(table)
        for key in shape.constraints if shape else ():
            parent = world.catalog.relations.get(key.target)
            if key.kind != "f" or parent is None or world.catalog.cascades.get(key.oid) != "c" or not table.has_rls:
                continue
            if parent not in world.tables or not world.may("authenticated", parent, "DELETE"):
                continue
            proof = next((found for row in world.people if (found := _takes_along(world, table, parent, key, row))), "")
            if not proof:
                continue
            yield world.finding(
                27,
                "wide-cascade",
                "A deletion takes rows of others along",
                Level.INFO,
                table,
                f"{key.name} deletes rows of {table.full_name} with their {parent.full_name}, and asks no policy: "
                "the caller "
                "could not delete them otherwise.",
                part=key.name,
                advice="If it is not meant: ON DELETE RESTRICT, or mark rows as deleted instead.",
                proof=proof,
            )


def _tells(world: World, table: RelationRow, parent: RelationRow, key: ConstraintShape, persona: Persona) -> str:
    """The same INSERT with a hidden key and with one that does not exist."""
    column = world.fixtures.shapes.tables[table.oid].names(key.keys)[0]
    target = world.fixtures.shapes.tables[parent.oid].names(key.target_keys)[0]
    hidden = [row for row in world.rows(parent) if not _sees(world, parent, row, persona)]
    wrong = _missing_value(world, parent, target)
    for row in world.rows(table)[:2] if hidden and wrong is not None else ():
        values = world.copy(table, row, persona)
        with world.trial(persona) as trial:
            found = trial.run(world.insert(table, values | {column: hidden[0].values[target]}))
            missing = trial.run(world.insert(table, values | {column: wrong}))
            is_let_in = found.is_ok or found.sqlstate == _DUPLICATE
            if is_let_in and missing.sqlstate == _FOREIGN:
                return trial.transcript
    return ""


def _collides(world: World, table: RelationRow, columns: tuple[str, ...], persona: Persona) -> str:
    own = [row for row in world.rows(table) if persona.tenants & row.tenants or persona.number in row.people]
    far = [row for row in world.rows(table) if row not in own and not _sees(world, table, row, persona)]
    for row, other in zip(own[:2], far[:2], strict=False):
        values = world.copy(table, row, persona) | {name: other.values[name] for name in columns}
        with world.trial(persona) as trial:
            if trial.run(world.insert(table, values)).sqlstate == _DUPLICATE:
                return trial.transcript
    return ""


def _takes_along(world: World, table: RelationRow, parent: RelationRow, key: ConstraintShape, persona: Persona) -> str:
    shape = world.fixtures.shapes.tables[table.oid]
    target = world.fixtures.shapes.tables[parent.oid]
    columns, keys = shape.names(key.keys), target.names(key.target_keys)
    for row in world.rows(parent):
        children = [
            child
            for child in world.rows(table)
            if [child.values[name] for name in columns] == [row.values[name] for name in keys]
        ]
        foreign = [child for child in children if persona.number not in child.people and child.people]
        if not foreign:
            continue
        where = world.where(table, foreign[0])
        with world.trial(persona) as trial:
            if trial.run(f"delete from {quoted(table)} where {where}").has_changed:  # noqa: S608 - quoted
                continue
        with world.trial(persona) as trial:
            gone = trial.run(f"delete from {quoted(parent)} where {world.where(parent, row)}")  # noqa: S608 - quoted
            if not gone.has_changed:
                continue
            trial.become_owner()
            if trial.count(quoted(table), where) == 0:
                return trial.transcript
    return ""


def _sees(world: World, relation: RelationRow, row: Row, persona: Persona) -> bool:
    with world.trial(persona) as trial:
        return bool(trial.count(quoted(relation), world.where(relation, row)))


def _missing_value(world: World, parent: RelationRow, column: str) -> str | None:
    """A key of the right type that no row has."""
    shape = world.fixtures.shapes.tables[parent.oid]
    own = next(row for row in shape.columns if row.name == column)
    type_ = world.fixtures.shapes.types.get(own.type)
    if type_ is None:
        return None
    if type_.name == "uuid":
        return "00000000-0000-4000-8000-00000000dead"
    return "987654321" if type_.category == "N" else None


RULES = (find_reference_oracles, find_unique_oracles, find_wide_cascades)
