"""What psql would do with its backslash commands, as far as a sandbox may: variables, conditions, included files.

Nothing here reads a file outside the input, runs a program, or leaves the scratch database.
"""

from __future__ import annotations

from msgspec import Struct, field

from designer.postgres.parts import DATA_REASON, ScriptCommand
from designer.postgres.psql import expand_variables, is_true, read_arguments

SHOWS = "it only shows or formats something"
_SHOWING = frozenset({
    "\\?", "\\C", "\\H", "\\T", "\\a", "\\bind", "\\close", "\\conninfo", "\\copyright", "\\crosstabview", "\\echo",
    "\\encoding", "\\errverbose", "\\f", "\\g", "\\gdesc", "\\gx", "\\h", "\\help", "\\html", "\\l", "\\list", "\\o",
    "\\out", "\\p", "\\parse", "\\print", "\\pset", "\\qecho", "\\r", "\\reset", "\\s", "\\sf", "\\sv", "\\t",
    "\\timing", "\\w", "\\warn", "\\watch", "\\write", "\\x", "\\z",
})  # fmt: skip
_REASONS = {
    "\\!": "programs are not run here",
    "\\cd": "the sandbox has no folders",
    "\\e": "there is no editor here",
    "\\getenv": "the sandbox has no environment of yours; the variable stays unset",
    "\\setenv": "the sandbox has no environment of yours",
    "\\password": "passwords are no part of a schema",
    "\\prompt": "nobody is there to answer; the variable stays unset",
    "\\lo_import": DATA_REASON,
}

INCLUDES = frozenset({"\\i", "\\ir", "\\include", "\\include_relative"})
CONNECTS = frozenset({"\\c", "\\connect"})


class Branch(Struct):
    """One open \\if: whether its present branch runs, whether one ran already, and whether what surrounds it runs."""

    is_active: bool
    was_active: bool
    is_outer_active: bool


class PsqlState(Struct):
    """What psql remembers between the statements of a script."""

    variables: dict[str, str] = field(
        default_factory=lambda: {"DBNAME": "postgres", "USER": "postgres", "ENCODING": "UTF8"}
    )
    branches: list[Branch] = field(default_factory=list)
    has_quit: bool = False

    @property
    def is_active(self) -> bool:
        """Whether statements are run: not in a branch whose condition is false, nor after \\q."""
        return not self.has_quit and (not self.branches or self.branches[-1].is_active)

    def expand(self, sql: str) -> tuple[str, int | None]:
        """See `expand_variables`."""
        return expand_variables(sql, self.variables)

    def arguments(self, command: ScriptCommand) -> list[str]:
        """The arguments of a command with variables filled in."""
        return read_arguments(command.text.removeprefix(command.name), self.variables)

    def take(self, command: ScriptCommand) -> tuple[str, bool] | None:
        """Does what a command says to variables and branches; else why nothing comes of it, and if that is harmless.

        Including and connecting are the caller's.
        """
        name = command.name
        if name in {"\\if", "\\elif", "\\else", "\\endif"}:
            return self._take_condition(command)
        if not self.is_active:
            return None
        arguments = self.arguments(command)
        match name:
            case "\\set" if arguments:
                self.variables[arguments[0]] = "".join(arguments[1:])
            case "\\unset" if arguments:
                self.variables.pop(arguments[0], None)
            case "\\q" | "\\quit":
                self.has_quit = True
            case "\\restrict" | "\\unrestrict":
                return "pg_dump's guard for psql; it has no effect on the schema", True
            case "\\copy":
                writes = " to " in command.text.lower()
                return ("it only writes a file", True) if writes else (f"rows of another file: {DATA_REASON}", False)
            case "\\set" | "\\unset":
                return SHOWS, True
            case _ if name in _SHOWING or name.startswith("\\d"):
                return SHOWS, True
            case _:
                return _REASONS.get(name, "a psql command, which only psql can run"), False
        return None

    def _take_condition(self, command: ScriptCommand) -> tuple[str, bool] | None:
        match command.name:
            case "\\if":
                outer = self.is_active
                holds = outer and self._holds(command)
                self.branches.append(Branch(holds, holds, outer))
            case _ if not self.branches:
                return f"{command.name} without \\if", False
            case "\\elif":
                branch = self.branches[-1]
                branch.is_active = branch.is_outer_active and not branch.was_active and self._holds(command)
                branch.was_active = branch.was_active or branch.is_active
            case "\\else":
                branch = self.branches[-1]
                branch.is_active = branch.is_outer_active and not branch.was_active
                branch.was_active = True
            case "\\endif":
                self.branches.pop()
        return None

    def _holds(self, command: ScriptCommand) -> bool:
        return is_true("".join(self.arguments(command)[:1])) is True
