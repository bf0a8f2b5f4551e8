"""GRANT and REVOKE lines as pg_dump writes them: the difference between two lists of them, and their reverse."""

from __future__ import annotations

import re
from collections.abc import Iterable

from designer.postgres.platform import API_ROLES

_GRANT = re.compile(r"(?P<head>.*?)\bGRANT (?P<what>.*) TO (?P<who>.*?)(?P<option> WITH GRANT OPTION)?;\Z")
_PLATFORM_DEFAULT = re.compile(rf"GRANT ALL ON .* TO (?:{'|'.join((*API_ROLES, 'postgres'))});\Z")
_REVOKE = re.compile(r"(?P<head>.*?)\bREVOKE (?P<what>.*) FROM (?P<who>.*);\Z")


def changed_statements(before: str, now: str) -> list[str]:
    """The statements that lead from one list of privileges to another."""
    old, new = _lines(before), _lines(now)
    gone = [line for line in old if line not in new]
    return reverse_statements(gone) + [line for line in new if line not in old]


def reverse_statements(statements: Iterable[str]) -> list[str]:
    """The statements that undo these, last first."""
    return [_reverse(statement) for statement in reversed(list(statements))]


def without_platform_defaults(text: str) -> str:
    """The lines that the platform's default privileges do not account for, on an object of an extension.

    Extensions are installed by `supabase_admin`, whose default privileges give everything to the API's roles.
    """
    return "\n".join(line for line in text.splitlines() if not _PLATFORM_DEFAULT.match(line))


def _lines(text: str) -> list[str]:
    # A change of session authorization only tells who granted; what is written here is granted by postgres.
    return [line for line in text.splitlines() if _GRANT.match(line) or _REVOKE.match(line)]


def _reverse(statement: str) -> str:
    if match := _GRANT.match(statement):
        return f"{match['head']}REVOKE {match['what']} FROM {match['who']};"
    match = _REVOKE.match(statement)
    assert match is not None, statement  # noqa: S101 - _lines lets nothing else through
    return f"{match['head']}GRANT {match['what']} TO {match['who']};"
