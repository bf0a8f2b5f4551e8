"""What to tell a person about an SQLSTATE that users' SQL meets in the sandbox."""

from __future__ import annotations

import re

from designer.sandbox.sessions import ServerMessage

_HINTS = {
    "25001": "Keep it outside BEGIN … COMMIT, in a file of its own.",
    "53100": "The sandbox's disk is full.",
    "53200": "It needs more memory than the sandbox gives one statement.",
    "53400": "It needs more temporary disk than the sandbox gives one statement.",
    "54001": "A function or policy calls itself without end.",
    "55P03": "Another session of this run holds a lock on the object.",
    "55P04": "A new enum value can be used only after the transaction that adds it; put the two into different files.",
    "57014": "It took too long and was cancelled. Look for a loop or a sleep.",
}  # fmt: skip

_MISSING = frozenset({"42P01", "42704", "42883", "3F000", "42703", "42P16"})


def explain(error: ServerMessage, failed: dict[str, str]) -> str | None:
    """A hint in plain words, or the server's own; `failed` maps names to where their creation failed before."""
    if error.sqlstate in _MISSING and (cause := _find_cause(error.message, failed)):
        return f"It was to be created at {cause}, which failed."
    if match := re.search(r'extension "([^"]+)" is not available', error.message):
        return f"The sandbox's server has no extension {match[1]}; what needs it fails too."
    if re.match(r'role ".*" does not exist', error.message):
        return "A dump of one database has no roles. Add a CREATE ROLE statement before it, or supabase/roles.sql."
    if error.message.startswith("ICU is not supported"):
        return "The embedded server has no ICU collations. SANDBOX_DATABASE_URL can name a server that has them."
    if error.sqlstate == "42501":
        return error.hint or "Your SQL runs as the role postgres, which is no superuser here, as on Supabase."
    if error.sqlstate == "42601" and re.search(r'at or near ":"', error.message):
        return "psql variables (:name) are not filled in. Write the value itself."
    return _HINTS.get(error.sqlstate) or error.hint


def _find_cause(message: str, failed: dict[str, str]) -> str | None:
    for quoted in re.findall(r'"([^"]+)"|function ([^\s(]+)\(', message):
        name = (quoted[0] or quoted[1]).rsplit(".", 1)[-1].strip('"')
        if name in failed:
            return failed[name]
    return None
