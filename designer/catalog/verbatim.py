"""What is not modelled, kept as pg_dump writes it: found by what the dump has and the design does not account for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from uuid import UUID

from msgspec.structs import replace

from designer.catalog.dump_names import (
    OWNED_KINDS,
    EntryName,
    is_automatic,
    modelled_names,
    reason_of,
)
from designer.catalog.privileges import changed_statements, reverse_statements, without_platform_defaults
from designer.design import Design, Verbatim, id_from_path
from designer.postgres.archives import ArchiveEntry
from designer.postgres.platform import API_ROLES, OWNER, PLATFORM_ROLES
from designer.postgres.quoting import quote_identifier
from designer.postgres.stored_texts import read_alike

_ATTACHED_KINDS = frozenset({"ACL", "COMMENT", "SECURITY LABEL"})
_INDEX_KINDS = frozenset({"INDEX", "CONSTRAINT"})
_LATE_KINDS = _ATTACHED_KINDS | {"USER MAPPING"}
_DEPENDENCY = re.compile(r"ALTER .+ DEPENDS ON EXTENSION .+;")
_FREE_TEXTS = frozenset({"COMMENT", "FUNCTION", "PROCEDURE"})
"""Kinds whose entries hold texts of the author, which are no stored expressions."""
_GRANTED_KINDS = {
    "AGGREGATE": "FUNCTION",
    "FOREIGN TABLE": "TABLE",
    "FUNCTION": "FUNCTION",
    "PROCEDURE": "PROCEDURE",
    "SEQUENCE": "SEQUENCE",
    "TABLE": "TABLE",
}
"""Kinds that platform default privileges apply to, with GRANT's word for them."""


def with_verbatim(design: Design, entries: Iterable[ArchiveEntry], platform_entries: Iterable[ArchiveEntry]) -> Design:
    """The design with everything of the dump that is neither the platform's nor modelled, in the dump's order.

    Comments and privileges of an object that is kept so are part of it. A privilege or comment that changes what the
    platform itself has is kept as the statements that make the difference.
    """
    finder = _Finder(design, list(entries), list(platform_entries))
    finder.find()
    return replace(design, verbatim=tuple(finder.found.values()))


class _Finder:
    """Goes through a dump once. `found` has the verbatim definitions by the number of their entry."""

    def __init__(self, design: Design, entries: list[ArchiveEntry], platform: list[ArchiveEntry]) -> None:
        self.found: dict[int, Verbatim] = {}
        self._entries = entries
        self._by_number = {entry.number: entry for entry in entries}
        self._platform = {_place(entry): entry for entry in platform}
        self._modelled = modelled_names(design)
        self._attached = set(self._find_attached())
        self._design = design
        self._numbers: dict[EntryName, int] = {}

    def find(self) -> None:
        for entry in self._entries:
            platform = self._platform.get(_place(entry))
            if platform is not None:
                self._take_changed(entry, platform)
            elif entry.kind in _ATTACHED_KINDS:
                self._take_attached(entry)
            elif not self._is_modelled(entry):
                create_sql = entry.create_sql.rstrip() + _platform_revocation(entry) + _owner_statement(entry)
                self._add(entry, create_sql, entry.drop_sql or _drop_statement(entry))
            else:
                self._take_modelled(entry)
        present = {_place(entry) for entry in self._entries}
        for place, entry in self._platform.items():
            if place not in present and entry.kind == "ACL":
                self._add_privileges(entry, "", entry.create_sql)

    def _find_attached(self) -> Iterator[tuple[str, str]]:
        """Indexes of partitions that come with one of the design, by schema and name."""
        parents = {}
        for entry in self._entries:
            if entry.kind == "INDEX ATTACH":
                needed = (self._by_number[number] for number in entry.depends_on if number in self._by_number)
                others = (row for row in needed if row.kind in _INDEX_KINDS and _index_of(row) != _short(entry))
                parents[_short(entry)] = next(others, None)
        for child, parent in parents.items():
            while parent is not None and _name_of(parent) not in self._modelled:
                parent = parents.get(_index_of(parent))
            if parent is not None:
                yield child

    def _is_modelled(self, entry: ArchiveEntry) -> bool:
        is_modelled = entry.kind == "DEFAULT ACL" or _name_of(entry) in self._modelled
        return is_modelled or is_automatic(entry, self._design, self._attached)

    def _take_changed(self, entry: ArchiveEntry, platform: ArchiveEntry) -> None:
        """An object of the platform that the project may have changed: its privileges or its comment."""
        if entry.create_sql == platform.create_sql:
            return
        if entry.kind == "ACL" and entry.name.startswith("SCHEMA "):
            # What goes beyond the platform's grants is modelled; what was taken away is not.
            kept = {line.partition(" TO ")[2] for line in entry.create_sql.splitlines()}
            gone = [line for line in platform.create_sql.splitlines() if line.partition(" TO ")[2] not in kept]
            now = [*_taken_away(entry, platform), *_to_platform_roles(entry, platform)]
            self._add_privileges(entry, "\n".join(now), "\n".join(gone))
        elif entry.kind == "ACL":
            self._add_privileges(entry, entry.create_sql, platform.create_sql)
        elif entry.kind == "COMMENT":
            self._add(entry, entry.create_sql, platform.create_sql)

    def _take_attached(self, entry: ArchiveEntry) -> None:
        subject = next((self._by_number[number] for number in entry.depends_on if number in self._by_number), None)
        if subject is not None and subject.number in self.found:
            whole = self.found[subject.number]
            self.found[subject.number] = replace(whole, create_sql=f"{whole.create_sql}\n{entry.create_sql.strip()}")
        elif entry.kind == "ACL" and (subject is None or _place(subject) in self._platform):
            if subject is None:
                is_granted_by_itself = entry.schema == "public"
                given = without_platform_defaults(entry.create_sql) if is_granted_by_itself else entry.create_sql
                self._add_privileges(entry, given, "")
            elif not entry.name.startswith("SCHEMA "):
                self._add_privileges(entry, entry.create_sql, "")
        elif not self._is_attachment_modelled(entry, subject):
            self._add(entry, entry.create_sql, _drop_statement(entry))

    def _is_attachment_modelled(self, entry: ArchiveEntry, subject: ArchiveEntry | None) -> bool:
        if entry.kind == "SECURITY LABEL" or subject is None:
            return False
        if _place(subject) in self._platform:
            return subject.kind == "PUBLICATION" or (subject.kind, subject.name) == ("SCHEMA", "public")
        # The index behind a key has a comment of its own.
        return not (subject.kind == "CONSTRAINT" and entry.name.startswith("INDEX "))

    def _add_privileges(self, entry: ArchiveEntry, now: str, before: str) -> None:
        statements = changed_statements(before, now)
        if statements:
            self._add(entry, "\n".join(statements), "\n".join(reverse_statements(statements)))

    def _take_modelled(self, entry: ArchiveEntry) -> None:
        """What a modelled object's entry has besides: an owner its kind has not in the design, extensions it needs."""
        id_ = self._modelled.get(_name_of(entry))
        definition = self._design.by_id.get(id_) if id_ is not None else None
        if not hasattr(definition, "owner") and (owner := _owner_statement(entry)):
            back = owner[: owner.rindex(" OWNER TO ")] + f" OWNER TO {OWNER};"
            self._add_addition(entry, "OWNER", owner.strip(), back.strip())
        if statements := _extension_dependencies(entry):
            back = "\n".join(row.replace(" DEPENDS ON EXTENSION ", " NO DEPENDS ON EXTENSION ") for row in statements)
            self._add_addition(entry, "EXTENSION DEPENDENCY", "\n".join(statements), back)

    def _add_addition(self, entry: ArchiveEntry, kind: str, statements: str, back: str) -> None:
        """Something of an entry's own that comes after it."""
        addition = replace(entry, kind=kind, name=f"{entry.kind} {entry.name}", section="post-data")
        self._add(replace(addition, depends_on=(entry.number,)), statements, back)

    def _add(self, entry: ArchiveEntry, create_sql: str, drop_sql: str) -> None:
        key = EntryName(entry.kind, entry.schema, entry.name)
        number = self._numbers[key] = self._numbers.get(key, 0) + 1
        # Operators of one name have no other name in a dump than that.
        path = (entry.kind, entry.schema, entry.name, *([str(number)] if number > 1 else []))
        # Several may stem from one entry; only an entry's own kind is ever looked up by its number.
        own = self._by_number.get(entry.number)
        place = entry.number if own is not None and _place(own) == _place(entry) else -len(self.found) - 1
        self.found[place] = Verbatim(
            id=id_from_path("verbatim", *path),
            kind=entry.kind,
            schema=entry.schema,
            name=entry.name,
            create_sql=create_sql.strip() if entry.kind in _FREE_TEXTS else read_alike(create_sql.strip()),
            drop_sql=drop_sql.strip(),
            reason=reason_of(key),
            requires=tuple(sorted(set(self._required(entry)))),
            is_post_data=entry.section == "post-data" or entry.kind in _LATE_KINDS,
        )

    def _required(self, entry: ArchiveEntry) -> Iterator[UUID]:
        """What pg_dump says the entry needs, as far as the design has it."""
        if entry.kind == "USER MAPPING":
            # "USER MAPPING anon SERVER files": the one thing pg_dump leaves to the order of its kinds.
            server = EntryName("SERVER", "", entry.name.rpartition(" SERVER ")[2])
            if server in self._modelled:
                yield self._modelled[server]
        for number in entry.depends_on:
            needed = self._by_number.get(number)
            if number in self.found:
                yield self.found[number].id
            elif needed is not None and (id_ := self._modelled.get(_name_of(needed))) is not None:
                yield id_


def _taken_away(entry: ArchiveEntry, platform: ArchiveEntry) -> list[str]:
    """What is revoked on a schema; pg_dump also revokes what GRANT ALL then gives again."""
    known = platform.create_sql.splitlines()
    whole = {line.rpartition(" TO ")[2] for line in entry.create_sql.splitlines() if line.startswith("GRANT ALL ")}
    revoked = (line for line in entry.create_sql.splitlines() if line.startswith("REVOKE ") and line not in known)
    return [line for line in revoked if line.rpartition(" FROM ")[2] not in whole]


def _to_platform_roles(entry: ArchiveEntry, platform: ArchiveEntry) -> list[str]:
    """Grants on a schema to roles of the platform beyond what it gives them, which no design has."""
    if entry.name == "SCHEMA public":
        return []
    known = platform.create_sql.splitlines()
    new = (line for line in entry.create_sql.splitlines() if line.startswith("GRANT ") and line not in known)
    grantees = PLATFORM_ROLES.difference(API_ROLES)
    return [line for line in new if line.rpartition(" TO ")[2].removesuffix(";").split(" ")[0] in grantees]


def _name_of(entry: ArchiveEntry) -> EntryName:
    return EntryName(entry.kind, entry.schema, entry.name)


def _short(entry: ArchiveEntry) -> tuple[str, str]:
    return entry.schema, entry.name


def _index_of(entry: ArchiveEntry) -> tuple[str, str]:
    """The index of an INDEX entry, or of a CONSTRAINT's: named by the statement."""
    if entry.kind == "INDEX":
        return _short(entry)
    added = re.search(r"ADD CONSTRAINT (\"(?:[^\"]|\"\")+\"|\S+) ", entry.create_sql)
    name = added[1] if added else entry.name
    return entry.schema, name[1:-1].replace('""', '"') if name.startswith('"') else name


def _place(entry: ArchiveEntry) -> tuple[str, str, str, str]:
    """What makes an entry the same one in two dumps."""
    return entry.kind, entry.schema, entry.name, entry.owner


def _platform_revocation(entry: ArchiveEntry) -> str:
    """Takes back what default privileges give at creation; the entry of the object's own privileges follows."""
    target = _GRANTED_KINDS.get(entry.kind)
    if target is None or not entry.drop_sql.startswith(f"DROP {entry.kind} "):
        return ""
    address = entry.drop_sql.strip().removeprefix(f"DROP {entry.kind} ").removesuffix(";")
    return f"\nREVOKE ALL ON {target} {address} FROM {', '.join(API_ROLES)};"


def _owner_statement(entry: ArchiveEntry) -> str:
    """ALTER … OWNER TO for an object that does not belong to `postgres`, made of its DROP as pg_restore does."""
    if entry.kind not in OWNED_KINDS or entry.owner in {"", OWNER} or not entry.drop_sql.startswith("DROP "):
        return ""
    address = entry.drop_sql.strip().removeprefix("DROP ").removesuffix(";")
    return f"\nALTER {address} OWNER TO {quote_identifier(entry.owner)};"


def _extension_dependencies(entry: ArchiveEntry) -> list[str]:
    """ALTER … DEPENDS ON EXTENSION, which pg_dump writes after the object itself."""
    lines = entry.create_sql.rstrip().splitlines()
    return list(takewhile(_DEPENDENCY.fullmatch, reversed(lines)))


def _drop_statement(entry: ArchiveEntry) -> str:
    """The reverse of entries that pg_dump gives none."""
    statement = entry.create_sql.strip().removesuffix(";")
    if entry.kind in {"COMMENT", "SECURITY LABEL"}:
        return statement[: statement.rindex(" IS ")] + " IS NULL;" if entry.kind == "COMMENT" else ""
    if entry.kind == "ACL":
        return "\n".join(reverse_statements(entry.create_sql.splitlines()))
    return ""
