"""What to tell a person about an error that users' SQL meets in the sandbox, in our words or else the server's."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from designer.postgres.parts import ScriptStatement
from designer.sandbox.extension_objects import EXTENSION_OBJECTS
from designer.sandbox.sessions import ServerMessage

_OTHER_SERVER = "set SANDBOX_DATABASE_URL to a server that has"
_PLATFORM_ROLES = "anon, authenticated and service_role are there already"

_BY_STATE = {
    "0A000": "The sandbox's server does not do this; plain psql on the same server would fail as well.",
    "22021": "The text has bytes that are no characters. Convert the file to UTF-8: iconv -f latin1 -t utf8 FILE",
    "23502": "A row leaves out a value that the table asks for.",
    "23505": "The same row is inserted twice, or a key was defined that earlier rows do not keep.",
    "23514": "Rows inserted before do not keep this check.",
    "25001": "Keep it outside BEGIN … COMMIT, in a file of its own.",
    "25P01": "It needs BEGIN before it.",
    "25P02": "An earlier statement of the same transaction failed.",
    "2BP01": "Something else still uses it: drop that first, or say CASCADE.",
    "3B001": "There is no savepoint of this name in the open transaction.",
    "42501": "Your SQL runs as the role postgres, which is no superuser here, as on Supabase.",
    "42701": "The column is there already. Say ADD COLUMN IF NOT EXISTS, or leave it out.",
    "42710": "It is there already, by Supabase or by an earlier statement. Say IF NOT EXISTS, or leave it out.",
    "42723": "A function of the same name and arguments is there already. Say CREATE OR REPLACE.",
    "42804": "Two types do not fit together; write a cast.",
    "42809": "The name belongs to another kind of object.",
    "42830": "The referenced columns need a primary key or a unique constraint of exactly these columns.",
    "42P06": "The schema is there already, as Supabase's own are. Say CREATE SCHEMA IF NOT EXISTS.",
    "42P07": "A table, view, index or sequence of this name is there already. Say IF NOT EXISTS, or drop it before.",
    "42P13": "The function was declared differently before. DROP FUNCTION first.",
    "53100": "The sandbox's disk is full.",
    "53200": "It needs more memory than the sandbox gives one statement.",
    "53400": "It needs more temporary disk than the sandbox gives one statement.",
    "54001": "A function or policy calls itself without end.",
    "55P02": "The sandbox's server does not allow this setting to change.",
    "55P03": "Another session of this run holds a lock on the object.",
    "55P04": "A new enum value can be used only after the transaction that adds it; put the two into different files.",
    "57014": "It took too long and was cancelled. Look for a loop or a sleep.",
    "58P01": "A file of the server is missing: the extension or library is not installed where the sandbox runs.",
}  # fmt: skip

_FOR_MISSING = {
    "schema": "No statement before it creates the schema. Add CREATE SCHEMA, or the file that does.",
    "relation": "No statement before it creates it. Is a file missing, or the order of the files another?",
    "type": "No statement before it creates the type. Is a file or an extension missing?",
    "function": "No function of this name takes these arguments. Is a file or an extension missing, or a cast?",
    "column": "The table has no such column at this point of the input.",
    "language": "The language is an extension of its own: CREATE EXTENSION with its name comes first.",
    "access method": "Access methods come with extensions: CREATE EXTENSION comes first.",
    "operator class": "Operator classes beyond PostgreSQL's own come with extensions: CREATE EXTENSION comes first.",
    "tablespace": "The sandbox has no tablespaces. Leave the TABLESPACE clause out (pg_dump --no-tablespaces).",
    "collation": f"The sandbox's server has no such collation: {_OTHER_SERVER} it.",
    "text search configuration": "The server has no such configuration, and no statement before it creates one.",
    "server": "No statement before it creates the foreign server.",
    "extension": "No statement before it creates the extension. Add CREATE EXTENSION.",
    "publication": "No statement before it creates the publication; supabase_realtime is there already.",
    "policy": "No statement before it creates the policy.",
    "trigger": "No statement before it creates the trigger.",
    "constraint": "No statement before it creates a constraint of this name; generated names differ between versions.",
}

_NEWER_SYNTAX: tuple[tuple[re.Pattern[str], int, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), version, what)
    for pattern, version, what in (
        (r"\bvirtual\b", 18, "virtual generated columns"),
        (r"\bwithout\s+overlaps\b|\bperiod\b", 18, "WITHOUT OVERLAPS and PERIOD"),
        (r"\bnot\s+enforced\b", 18, "NOT ENFORCED constraints"),
        (r"\breturning\b.*\b(?:old|new)\.", 18, "OLD and NEW in RETURNING"),
        (r"\bmerge\b.*\breturning\b|\bnot\s+matched\s+by\s+source\b", 17, "MERGE with RETURNING or BY SOURCE"),
        (r"\bjson_table\b|\bjson_(?:value|query|exists)\b", 17, "SQL/JSON functions"),
        (r"\bmaintain\b", 17, "the privilege MAINTAIN"),
        (r"\bjson_(?:array|object|arrayagg|objectagg)\b|\bis\s+json\b", 16, "SQL/JSON constructors"),
        (r"\bwith\s+(?:inherit|set|admin)\s+(?:true|false|option)", 16, "options of role memberships"),
        (r"\bset\s+storage\b|\bstorage\s+(?:plain|main|external|extended)\b", 16, "STORAGE in CREATE TABLE"),
        (r"\bmerge\s+into\b", 15, "MERGE"),
        (r"\bnulls\s+not\s+distinct\b", 15, "NULLS NOT DISTINCT"),
        (r"\bsecurity_invoker\b", 15, "security_invoker views"),
    )
)
_REMOVED_SYNTAX = (
    (re.compile(r"\bwith\s+oids\b|oids\s*=\s*true", re.IGNORECASE), "Tables WITH OIDS went away with PostgreSQL 12."),
    (re.compile(r"\bexecute\s+procedure\b.*\babstime\b", re.IGNORECASE), "The type abstime went away with 12."),
)
_MISSING_KIND = re.compile(
    r"^(?P<kind>schema|relation|type|function|procedure|column|language|access method|operator class|tablespace|"
    r"collation|text search configuration|server|extension|publication|policy|trigger|constraint) (?P<name>.+?)"
    r"(?: of relation .*| for .*)? does not exist"
)


def explain(
    error: ServerMessage, statement: ScriptStatement, skipped_data: Collection[str] = (), *, version: int = 0
) -> str | None:
    """A hint in plain words, or the server's own.

    `skipped_data` are tables whose rows were not loaded, `version` is the server's (180001).
    """
    for look in (_extension, _role, _variable, _platform, _privilege, _syntax(version), _rows(skipped_data), _missing):
        if hint := look(error, statement):
            return hint
    return _BY_STATE.get(error.sqlstate) or error.hint


def _extension(error: ServerMessage, _: ScriptStatement) -> str | None:
    if match := re.search(r'extension "([^"]+)" is not available', error.message):
        name = match[1]
        return f"extension {name} is not available in this sandbox: {_OTHER_SERVER} it. What needs it fails too."
    if match := re.search(r'extension "([^"]+)" has no (?:installation script|update path)', error.message):
        return f"The sandbox has another version of {match[1]}. Leave VERSION out of the statement."
    if error.message.startswith("ICU is not supported"):
        return f"The embedded server has no ICU collations: {_OTHER_SERVER} them."
    if match := re.match(r'could not access file "(?:\$libdir/)?([^"]+)"', error.message):
        return f"The library {match[1]} is not installed in this sandbox: {_OTHER_SERVER} it."
    return None


def _role(error: ServerMessage, _: ScriptStatement) -> str | None:
    if match := re.match(r'role "(.*)" does not exist', error.message):
        return (
            f"A dump of one database has no roles. Add CREATE ROLE {match[1]} before it, or supabase/roles.sql "
            f"(pg_dumpall --roles-only writes them); {_PLATFORM_ROLES}."
        )
    return None


def _variable(error: ServerMessage, statement: ScriptStatement) -> str | None:
    if error.sqlstate != "42601" or not (match := re.search(r'at or near "(:[^"]*)"', error.message)):
        return None
    name = re.match(r":['\"{?]*(\w+)", statement.sql[(error.position or 1) - 1 :])
    said = f"the psql variable {name[1]}" if name else f"a psql variable ({match[1]}name)"
    return f"{said} has no value: psql variables come from \\set in the file. Add \\set, or write the value itself."


def _platform(error: ServerMessage, statement: ScriptStatement) -> str | None:
    if error.sqlstate == "42501" and error.hint:
        return error.hint
    if error.sqlstate == "42501" and re.search(r"\bsuperuser\b", error.message + (error.detail or "")):
        return f"Only a superuser may do this, and {_BY_STATE['42501'][0].lower()}{_BY_STATE['42501'][1:]}"
    if error.sqlstate == "55000" and "has no handler" in error.message:
        return (
            "The sandbox reaches no other server, so foreign tables cannot be read or imported in it. Write the "
            "CREATE FOREIGN TABLE statements that IMPORT FOREIGN SCHEMA makes."
        )
    if error.sqlstate == "42501" and statement.kind in {"ALTER SYSTEM", "CREATE TABLESPACE"}:
        return "It changes the whole server, which neither the sandbox nor Supabase allows."
    return None


def _privilege(error: ServerMessage, _: ScriptStatement) -> str | None:
    if match := re.match(r"must be (?:owner of|able to SET ROLE) (.+)", error.message):
        return f"{match[1].strip()} belongs to another role than postgres, as on Supabase. Leave this statement out."
    return None


def _syntax(version: int) -> Callable[[ServerMessage, ScriptStatement], str | None]:
    def look(error: ServerMessage, statement: ScriptStatement) -> str | None:
        if error.sqlstate not in {"42601", "42704", "22023", "42703"}:
            return None
        for pattern, since, what in _NEWER_SYNTAX:
            if version and version // 10000 < since and pattern.search(statement.sql):
                return (
                    f"PostgreSQL has {what} since {since}, and the sandbox runs {version // 10000}: "
                    f"{_OTHER_SERVER} PostgreSQL {since}."
                )
        removed = (hint for pattern, hint in _REMOVED_SYNTAX if pattern.search(statement.sql))
        return next(removed, None) if error.sqlstate == "42601" else None

    return look


def _rows(skipped: Collection[str]) -> Callable[[ServerMessage, ScriptStatement], str | None]:
    def look(error: ServerMessage, _: ScriptStatement) -> str | None:
        if error.sqlstate != "23503":
            return None
        if (match := re.search(r'is not present in table "([^"]+)"', error.detail or "")) and match[1] in skipped:
            return f"The rows of {match[1]} are data that was not loaded; rows that refer to them cannot be either."
        return "The row it refers to was not inserted before."

    return look


def _missing(error: ServerMessage, _: ScriptStatement) -> str | None:
    match = _MISSING_KIND.match(error.message)
    if match is None:
        return None
    kind = {"procedure": "function"}.get(match["kind"], match["kind"])
    name = match["name"].split("(")[0].replace('"', "").rsplit(".", 1)[-1].removesuffix("[]")
    if brought := EXTENSION_OBJECTS.get(kind, {}).get(name):
        return f"{name} comes with the extension {brought[0]}. Add CREATE EXTENSION {brought[0]} before it."
    return error.hint or _FOR_MISSING.get(kind)
