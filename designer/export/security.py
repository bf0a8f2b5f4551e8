"""The security document: who may do what in words, what helps policies, and what is taken for granted."""

from __future__ import annotations

from collections.abc import Iterator

from designer.access.compiling.words import FLOOR_WORDS, audience_in_words, rows_in_words
from designer.access.recognising import model_of, read_table_access
from designer.design import Command, Design, Function, Table
from designer.design.access_models import ANON, SERVICE, SIGNED_IN, AccessModel, RoleSource, TableAccess, Tenancy
from designer.sql.functions import signature

_COMMANDS = (Command.SELECT, Command.INSERT, Command.UPDATE, Command.DELETE)
_DIVISIONS = {
    Tenancy.NONE: "Rows are not divided between tenants.",
    Tenancy.MEMBERSHIP: "Rows belong to tenants ({tenants}); a table says who belongs to which ({members}).",
    Tenancy.CLAIM: "Rows belong to tenants ({tenants}); the token names the caller's, in `app_metadata.{claim}`.",
    Tenancy.HYBRID: (
        "Rows belong to tenants ({tenants}); the token names the caller's, in `app_metadata.{claim}`, and "
        "{members} must agree."
    ),
}
_SOURCES = {
    RoleSource.NONE: "",
    RoleSource.MEMBERSHIP: "Roles are those of the membership, each in its tenant",
    RoleSource.PROFILE: "Roles are written in a table with one row a person",
    RoleSource.CLAIM: "Roles come from the token, in `app_metadata`",
}
_ASSUMED = """\
## What is taken for granted

- Tokens are signed by Supabase Auth. `app_metadata` is written by servers only; `user_metadata` is the person's own and
  is believed by no policy that is stated here.
- A token says what was true when it was made: a role or tenant in a claim holds until the token is refreshed.
- The service role passes by every policy. Its key belongs on servers, never in a browser or an app.
- The owner of the tables, `postgres`, passes by every policy as well; it is for migrations.
- Who adds rows to the table of memberships decides who belongs to a tenant: what is said of it above guards the rest.

## What is not covered

- Limits of the network, of passwords and of sign-in, which are settings of the project and not of the database.
- Files in Storage, channels of Realtime, and functions at the edge, beyond what stands above of their tables.
- That something exists: a foreign key or a unique constraint tells whether a row is there to whoever may try to refer
  to it or to repeat it.
"""


def write_security(*, title: str, design: Design) -> str:
    """The document as Markdown, from what is stated and, where nothing is, from what policies written by hand say."""
    model = model_of(design)
    own = sorted((row for row in design.tables if not row.is_managed), key=lambda row: (row.schema, row.name))
    parts = [f"# Security of {title}\n", *_people(design, model), "## Tables\n"]
    for table in (row for row in own if row.partition_of is None):
        parts += _table(design, model, table)
    return "\n".join([*parts, *_helpers(design), _ASSUMED])


def _people(design: Design, model: AccessModel) -> Iterator[str]:
    names = {table.id: f"`{table.schema}.{table.name}`" for table in design.tables}
    members = names.get(model.membership.table_id, "") if model.membership else ""
    tenants = names.get(model.tenant_table_id, "") if model.tenant_table_id else ""
    if not design.access_models:
        yield "Nobody has stated who may do what; this was read from policies and privileges written by hand.\n"
    yield "## Who there is\n"
    yield f"- `{ANON}`: everybody, without signing in."
    yield f"- `{SIGNED_IN}`: whoever is signed in, anonymous sign-ins among them."
    yield f"- `{SERVICE}`: servers of the project; no policy is asked."
    yield from (f"- `{role.name}`: {role.comment or 'a role of the project'}." for role in design.roles)
    yield ""
    yield _DIVISIONS[model.tenancy].format(tenants=tenants, members=members, claim=model.claim)
    if model.roles:
        chain = ", ".join(
            f"`{role.name}`" + (f" (with the rights of {', '.join(role.includes)})" if role.includes else "")
            for role in model.roles
        )
        yield f"{_SOURCES[model.role_source]}: {chain}."
    yield ""


def _table(design: Design, model: AccessModel, table: Table) -> Iterator[str]:
    stated = model.table(table.id)
    access = stated or read_table_access(design, model, table)
    yield f"### {table.schema}.{table.name}\n"
    if table.comment:
        yield f"{_escaped(table.comment)}\n"
    if not table.has_rls:
        yield "**Row-level security is off**: privileges alone decide.\n"
    yield "| command | who | which rows |\n|---|---|---|"
    for command in _COMMANDS:
        cells = [cell for cell in access.cells if cell.command is command]
        if not any(cell.audience != SERVICE for cell in cells):
            yield f"| {command.upper()} | nobody but servers | |"
        for cell in cells:
            if cell.audience != SERVICE:
                yield f"| {command.upper()} | {audience_in_words(cell.audience)} | {_escaped(rows_in_words(cell))} |"
    yield ""
    yield from (f"- {line}" for line in _rules(access, table))
    for policy in table.policies:
        yield f"- Policy `{policy.name}`" + (f": {_escaped(policy.comment)}" if policy.comment else ".")
    yield ""


def _rules(access: TableAccess, table: Table) -> Iterator[str]:
    names = {column.id: column.name for column in table.columns}
    yield from (FLOOR_WORDS[floor.kind] for floor in access.floors)
    for preset in access.presets:
        name = names.get(preset.column_id, "?")
        yield f"`{name}` is filled in by the database (`{preset.expression}`), by no client."
    if access.is_append_only:
        yield "Rows are added, and neither changed nor deleted by anybody, servers included."
    if access.deleted_column_id is not None:
        yield f"DELETE sets `{names.get(access.deleted_column_id, '?')}`; the row stays and is seen no more."
    for row in access.transitions:
        who = ", ".join(audience_in_words(audience) for audience in row.audiences)
        yield f"From {row.before or 'new'} to {row.after}: {who}."


def _helpers(design: Design) -> Iterator[str]:
    definers = sorted(
        (row for row in design.functions if row.is_security_definer), key=lambda row: (row.schema, row.name)
    )
    if not definers:
        return
    yield "## Functions that run with their owner's rights\n"
    for function in definers:
        yield f"- `{signature(function)}`, executed by {_executors(function)}" + (
            f": {_escaped(function.comment)}" if function.comment else "."
        )
    yield ""


def _executors(function: Function) -> str:
    if function.grants is None:
        return "everybody"
    names = [row.grantee for row in function.grants if "EXECUTE" in row.privileges]
    return ", ".join(f"`{name}`" for name in names) or "nobody but triggers and its owner"


def _escaped(text: str) -> str:
    """Text as it may stand in a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
