"""Literals: fixture values as they are written into files, the same whenever they are written.

Keys that the database drew by lot and times of day differ from run to run. Keys are numbered instead; the times of
the run become `current_date`, which does not change while a run lasts.
"""

from __future__ import annotations

import json
import re

from msgspec.structs import replace

from designer.access.fixtures import Fixtures
from designer.access.owners import Row
from designer.access.personas import Persona
from designer.postgres.quoting import quote_literal
from designer.proofs.shapes import ColumnShape, Shapes, TableShape

_UUID = re.compile(r"^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$")
_HEX = re.compile(r"^[0-9a-f]{16,}$")


class Literals:
    """Writes the values of one set of fixtures; `days` are the dates on which they were made."""

    def __init__(self, fixtures: Fixtures, days: set[str]) -> None:
        self._shapes = fixtures.shapes
        self._days = days
        self._texts: dict[str, str] = {}
        for number, id_ in enumerate(fixtures.people, start=1):
            self._texts[id_] = _key(number, 0)
        tables = sorted(fixtures.rows, key=lambda oid: _name(fixtures.shapes.tables[oid]))
        for place, oid in enumerate(tables, start=1):
            self._number_keys(fixtures.shapes.tables[oid], fixtures.rows[oid], place)

    def _number_keys(self, table: TableShape, rows: list[Row], place: int) -> None:
        unique = {name for _, keys in table.uniques for name in table.names(keys)}
        for column in table.columns:
            for number, row in enumerate(rows, start=1):
                value = row.values[column.name] or ""
                if value in self._texts:
                    continue
                if self._kind(column) == "uuid" and _UUID.match(value):
                    self._texts[value] = _key(number, place)
                elif column.name in unique and column.has_default and _HEX.match(value):
                    self._texts[value] = f"{place:04x}{number:x}".rjust(len(value), "0")

    def text(self, value: str) -> str:
        """A value's text."""
        return self._texts.get(value, value)

    def write(self, column: ColumnShape, value: str | None) -> str:
        """A value as SQL; PostgreSQL gives it the type of the column it is put into."""
        if value is None:
            return "null"
        if self._kind(column) in {"timestamptz", "timestamp", "date"} and value[:10] in self._days:
            return "current_date"
        return quote_literal(self.text(value))

    def persona(self, persona: Persona) -> Persona:
        """The persona with the keys that the files have."""
        if not persona.claims or "sub" not in persona.claims:
            return persona
        old = str(persona.claims["sub"])
        sub = self.text(old)
        claims = {**persona.claims, "sub": sub}
        if "email" in claims:
            claims["email"] = str(claims["email"]).replace(old[:8], sub[:8])
        return replace(persona, claims=claims)

    def _kind(self, column: ColumnShape) -> str:
        return base_type(self._shapes, column)


def base_type(shapes: Shapes, column: ColumnShape) -> str:
    """The name of a column's type, below domains."""
    type_ = shapes.types.get(column.type)
    while type_ is not None and type_.kind == "d":
        type_ = shapes.types.get(type_.base)
    return type_.name if type_ is not None else ""


def write_claims(persona: Persona) -> str:
    """The token's claims as the setting that PostgREST makes of them."""
    return quote_literal(json.dumps(persona.claims)) if persona.claims is not None else "''"


def _key(number: int, place: int) -> str:
    """A UUID that tells by its beginning which row it is of, and by its end of which table (0 for people)."""
    return f"{number:08x}-0000-4000-8000-{place:012x}"


def _name(table: TableShape) -> tuple[str, str]:
    return table.schema, table.name
