"""Access tests of one table: as every persona, which rows are seen, and what can be written, each tried and undone."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from designer.access.outcomes import Deed, Outcome
from designer.access.owners import Row
from designer.access.personas import Persona
from designer.access.statements import Change, named_columns
from designer.access.suites.files import Step, SuiteFile, write_array, write_is
from designer.access.suites.fixtures import write_fixtures
from designer.access.suites.literals import write_claims
from designer.access.suites.privileges import bypasses, has_usage
from designer.access.suites.worlds import TableWorld, World, outcome, reached
from designer.design import Command
from designer.postgres.platform import API_ROLES
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.sql.names import name_of

_WRITES = {
    Deed.INSERT: Command.INSERT,
    Deed.UPDATE: Command.UPDATE,
    Deed.DELETE: Command.DELETE,
    Deed.UPSERT: Command.INSERT,
    Deed.RETURNING: Command.INSERT,
}
"""What is tried, and the command whose columns are named."""
_OF_ALL = "update of all rows"
_ANSWERS = {Outcome.ROWS: "'yes'", Outcome.NO_ROWS: "'no'"}
"""What a statement on all rows is answered, where that depends on nothing but the rows it finds."""
_NEEDS_READING = frozenset({Deed.UPDATE, Deed.DELETE, Deed.UPSERT, Deed.RETURNING})
_PRIVILEGE = "42501"
_HELPERS = "pg_temp.seen(), pg_temp.erased(), pg_temp.attempt(text, boolean), pg_temp.written(text)"

_SEEN = """\
create function pg_temp.seen() returns text[] language plpgsql as $$
begin
  return array(select fixture_row from {table} join fixture using ({keys}) order by fixture_row);
exception when others then
  return array[sqlstate || ' ' || sqlerrm];
end $$"""
_ERASED = """\
create function pg_temp.erased() returns text[] language plpgsql as $$
declare
  answer text[];
  role name = current_user;
begin
  -- Triggers and keys are asleep: policies alone decide.
  reset role;
  set local session_replication_role = replica;
  execute format('set local role %I', role);
  delete from {table};
  reset role;
  answer = array(
    select fixture_row from fixture except all select fixture_row from {table} join fixture using ({keys}) order by 1
  );
  raise exception sqlstate 'UNDO0';
exception
  when sqlstate 'UNDO0' then
    return answer;
  when others then
    return array[sqlstate || ' ' || sqlerrm];
end $$"""
_ATTEMPT = """\
create function pg_temp.attempt(statement text, is_asleep boolean) returns text language plpgsql as $$
declare
  number bigint;
  answer text;
  place text;
  role name = current_user;
begin
-- before
  if is_asleep then
    reset role;
    set local session_replication_role = replica;
    execute format('set local role %I', role);
  end if;
  execute statement;
  get diagnostics number = row_count;
  answer = case when number > 0 then 'yes' else 'no' end;
-- after
  raise exception sqlstate 'UNDO0';
exception
  when sqlstate 'UNDO0' then
    return answer;
  when others then
    get stacked diagnostics place = pg_exception_context;
    if place like '% at RAISE%' and not is_asleep then
      -- A trigger refused it. What policies say of it is seen without triggers.
      return pg_temp.attempt(statement, true);
    end if;
    -- Policies are asked before keys and checks: a row that breaks one of those had been let in.
    return case when sqlstate like '23%' then 'yes'
      when sqlerrm like '%row-level security%' then 'refused'
      when sqlstate in ('42501', 'P0001') then 'no' else sqlstate || ' ' || sqlerrm end;
end $$"""
_COUNT_KEPT = """\
  reset role;
  select count(*) into kept from {table} where {deleted} is not null;
  execute format('set local role %I', role);
"""
_COMPARE_KEPT = """\
  if starts_with(statement, 'delete') and not is_asleep then
    -- A deleted row stays, marked; one that is gone is another thing.
    reset role;
    select case when count(*) > kept then 'yes' when number > 0 then 'gone' else 'no' end into answer
    from {table} where {deleted} is not null;
  end if;
"""
_WRITTEN = """\
create function pg_temp.written(wanted text) returns text[] language sql as $$
  select coalesce(array_agg(case answer when 'yes' then what else what || ': ' || answer end order by what), '{}')
  from attempts cross join lateral pg_temp.attempt(statement, false) answer
  where command = wanted and current_user = any (roles) and answer <> 'no'
    -- A row that an UPDATE finds and may not leave so is another thing than one it does not find.
    and (answer <> 'refused' or wanted = 'update')
$$"""


def write_table_file(world: World, table: TableWorld, number: int) -> SuiteFile:
    """The file of one table; `number` gives it its place in the alphabet."""
    return SuiteFile(
        name=f"{number:03}_{table.table.schema}_{table.table.name}.test.sql",
        title=_title(table),
        rows=tuple(write_fixtures(world)),
        steps=(
            *_prepare(world, table),
            *(step for persona in world.personas for step in _act(world, table, persona)),
            *_unite(world, table),
        ),
    )


def _unite(world: World, table: TableWorld) -> Iterator[Step]:
    """The same while a feature flag makes all tenants one, for those to whom that is something else."""
    united = next((row for row in world.united if row.table.id == table.table.id), None)
    if united is None:
        return
    differing = [persona for persona in world.personas if _differs(table, united, persona)]
    if differing:
        yield Step(world.unite, 0, "From here on all tenants are one.")
    for persona in differing:
        yield from _act(world, united, persona, f"{persona.name}, tenants as one")


def _differs(table: TableWorld, united: TableWorld, persona: Persona) -> bool:
    def stated(world: TableWorld) -> object:
        cells = {deed: found for (name, deed), found in world.expected.items() if name == persona.name}
        return cells, world.stated[persona.name], world.of_all.get(persona.name)

    return stated(table) != stated(united)


def _title(table: TableWorld) -> str:
    return (
        f"Who may do what with {table.name}.\n"
        "Written by Rowhouse from the access that is stated, not from policies. Rows are named after their owners."
    )


def _prepare(world: World, table: TableWorld) -> Iterator[Step]:
    keys = ", ".join(map(quote_identifier, table.keys))
    target = name_of(table.table)
    columns = f'{keys}, null::text collate "C" as fixture_row'
    yield Step(
        f"create temp table fixture as\n  select {columns} from {target} with no data",
        0,
        "The rows that count, so that what seeds have brought does not matter.",
    )
    if table.rows:
        lines = ",\n".join(f"  ({', '.join(_keys(world, table, row))}, {_label(table, row)})" for row in table.rows)
        yield Step(f"insert into fixture values\n{lines}", 0)
    yield Step(_SEEN.format(table=target, keys=keys), 0, "The rows somebody sees.")
    yield Step(_ERASED.format(table=target, keys=keys), 0, "The rows that a DELETE without a condition takes away.")
    attempts = list(_write_attempts(world, table))
    yield Step(
        'create temp table attempts (command text, roles name[], what text collate "C", statement text)',
        0,
        "What everybody tries: to write every row as it is, and with somebody else's value in one column.",
    )
    if attempts:
        yield Step("insert into attempts values\n" + ",\n".join(f"  {line}" for line in attempts), 0)
    yield Step(_write_attempt(table), 0, "Whether a statement writes its row. It is undone.")
    yield Step(_WRITTEN, 0, "What somebody can write, of all that is tried.")
    yield Step("grant select on fixture, attempts to public", 0)
    yield Step(f"grant execute on function {_HELPERS} to public", 0)
    for role in sorted({persona.role for persona in world.personas} - set(API_ROLES)):
        yield Step(f"grant usage on schema extensions to {quote_identifier(role)}", 0, "For pgTAP's own functions.")


def _write_attempt(table: TableWorld) -> str:
    column = next((row for row in table.table.columns if row.id == table.access.deleted_column_id), None)
    before = after = ""
    if column is not None:
        names = {"table": name_of(table.table), "deleted": quote_identifier(column.name)}
        before, after = _COUNT_KEPT.format(**names), _COMPARE_KEPT.format(**names)
    text = _ATTEMPT.replace("-- before\n", before).replace("-- after\n", after)
    return text.replace("declare\n", "declare\n  kept bigint;\n") if before else text


def _keys(world: World, table: TableWorld, row: Row) -> list[str]:
    columns = {column.name: column for column in table.shape.columns}
    return [world.literals.write(columns[name], row.values[name]) for name in table.keys]


def _label(table: TableWorld, row: Row) -> str:
    return quote_literal(table.labels[row.place])


def _write_attempts(world: World, table: TableWorld) -> Iterator[str]:
    """Values of the table of attempts: the statements differ where roles may name different columns."""
    for deed, command in _WRITES.items():
        groups: dict[_Way, list[str]] = {}
        for role in dict.fromkeys(persona.role for persona in world.personas):
            if table.access.may(role, command) and can_try(table, role, deed):
                groups.setdefault(_way(world, table, role, deed), []).append(role)
        for way, roles in groups.items():
            for what, statement in _statements(world, table, deed, way):
                yield _attempt(deed.value, roles, what, statement)
    columns = {column.name: column for column in table.shape.columns}
    for name, value in dict.fromkeys(table.values):
        roles = [
            role for role in dict.fromkeys(row.role for row in world.personas) if name in _of_all(world, table, role)
        ]
        if roles:
            assigned = f"{quote_identifier(name)} = {world.literals.write(columns[name], value)}"
            statement = f"update {name_of(table.table)} set {assigned}"
            yield _attempt(_OF_ALL, roles, f"all{_part(world, table, name, value)}", statement)


def _attempt(command: str, roles: list[str], what: str, statement: str) -> str:
    among = "{" + ",".join(f'"{role}"' for role in roles) + "}"
    return f"({', '.join(map(quote_literal, [command, among, what, statement]))})"


def _of_all(world: World, table: TableWorld, role: str) -> set[str]:
    """The columns that a role sets in all rows."""
    if bypasses(world.design, role) or not table.access.may(role, Command.UPDATE):
        return set()
    named = named_columns(table.access, table.table, role, Command.UPDATE)
    return {name for name, _ in table.values if name in named}


def can_try(table: TableWorld, role: str, deed: Deed) -> bool:
    """Whether a role may read the key that a row is found by, where the deed needs one."""
    if deed not in _NEEDS_READING and deed is not Deed.SELECT:
        return True
    readable = named_columns(table.access, table.table, role, Command.SELECT)
    can_find = table.access.may(role, Command.SELECT) and set(table.keys) <= set(readable)
    if deed is not Deed.UPSERT or not can_find:
        return can_find
    has_key = any(row.kind == "p" for row in table.shape.constraints)
    return has_key and set(table.keys) <= set(named_columns(table.access, table.table, role, Command.INSERT))


class _Way(Struct, frozen=True):
    """How a role says it: the columns it names, the one it sets to itself, and whether policies are asked at all."""

    names: tuple[str, ...]
    same: str
    bypasses: bool


def _way(world: World, table: TableWorld, role: str, deed: Deed) -> _Way:
    """The column set to itself is one that may be read, and no key, where there is one."""
    readable = named_columns(table.access, table.table, role, Command.SELECT)
    inserted = named_columns(table.access, table.table, role, Command.INSERT)
    updated = named_columns(table.access, table.table, role, Command.UPDATE)
    keys = _key_columns(table)
    same = min(updated, key=lambda name: (name not in readable, name in keys, updated.index(name)), default="")
    return _Way(
        inserted if _WRITES[deed] is Command.INSERT else (),
        same if deed in {Deed.UPDATE, Deed.UPSERT} else "",
        bypasses(world.design, role),
    )


def _key_columns(table: TableWorld) -> set[str]:
    return {name for row in table.shape.constraints if row.kind in "pf" for name in table.shape.names(row.keys)}


def _plain_column(table: TableWorld) -> str:
    """A column that anybody could set: identities and generated ones are refused for what they are."""
    columns = [column for column in table.shape.columns if not column.generated and not column.identity]
    keys = _key_columns(table)
    return min(columns, key=lambda column: (column.name in keys, column.number)).name if columns else "ctid"


def _statements(world: World, table: TableWorld, deed: Deed, way: _Way) -> Iterator[tuple[str, str]]:
    command = _WRITES[deed]
    rows = {row.place: row for row in table.rows}
    changes = [Change(table=table.shape.oid, place=row.place, command=command) for row in table.rows]
    if not way.bypasses and deed in {Deed.INSERT, Deed.UPDATE}:
        changes += [change for change in table.changes if change.command is command and change.values]
    for change in changes:
        if command is Command.INSERT and not change.columns <= set(way.names):
            continue
        yield what_of(world, table, change), _statement(world, table, deed, way, rows[change.place], change)


def _statement(world: World, table: TableWorld, deed: Deed, way: _Way, row: Row, change: Change) -> str:
    target = name_of(table.table)
    columns = {column.name: column for column in table.shape.columns}
    changed = {name: world.literals.write(columns[name], value) for name, value in change.values}
    keys = list(map(quote_identifier, table.keys))
    if _WRITES[deed] is not Command.INSERT:
        pairs = zip(keys, _keys(world, table, row), strict=True)
        where = " and ".join(f"{name} is null" if key == "null" else f"{name} = {key}" for name, key in pairs)
        same = quote_identifier(way.same or _plain_column(table))
        assigned = ", ".join(f"{quote_identifier(name)} = {value}" for name, value in changed.items())
        start = (
            f"update {target} set {assigned or f'{same} = {same}'}" if deed is Deed.UPDATE else f"delete from {target}"
        )
        return f"{start} where {where}"
    values = [changed.get(name, world.literals.write(columns[name], row.values[name])) for name in way.names]
    into = ", ".join(map(quote_identifier, way.names))
    text = f"insert into {target} ({into}) overriding system value values ({', '.join(values)})"
    if deed is Deed.RETURNING:
        return f"{text} returning {', '.join(keys)}"
    if deed is Deed.UPSERT:
        same = quote_identifier(way.same or _plain_column(table))
        return f"{text} on conflict ({', '.join(keys)}) do update set {same} = excluded.{same}"
    return text


def what_of(world: World, table: TableWorld, change: Change) -> str:
    """How an attempt is called: the row, and what is put into it."""
    parts = [_part(world, table, name, value) for name, value in change.values]
    return f"{table.labels[change.place]}{' and'.join(parts)}"


def _part(world: World, table: TableWorld, column: str, value: str | None) -> str:
    if value is None:
        return f" without {column}"
    people = world.fixtures.people
    if value in people:
        number = people.index(value)
        return f" with {column} of {next(row.name for row in world.personas if row.number == number)}"
    is_key = any(column in table.shape.names(row.keys) for row in table.shape.constraints if row.kind in "fp")
    other = next((row for row in table.rows if row.values[column] == value), None)
    if is_key and other is not None:
        return f" with {column} of {table.labels[other.place]}"
    return f" with {column} {world.literals.text(value)}"


def _act(world: World, table: TableWorld, persona: Persona, name: str = "") -> Iterator[Step]:
    """The tests of one persona; `name` is what descriptions call it, if it is not by its own."""
    tests = list(_tests(world, table, persona, name or persona.name))
    if not tests:
        return
    yield Step(f"set local role {quote_identifier(persona.role)}", 0, persona.name)
    # The older setting would win over the claims where both are set.
    yield Step(
        f'set local "request.jwt.claims" = {write_claims(persona)};\nset local "request.jwt.claim.sub" = \'\'', 0
    )
    yield from tests
    yield Step("reset role", 0)


def _tests(world: World, table: TableWorld, persona: Persona, name: str) -> Iterator[Step]:
    for deed in (Deed.SELECT, *_WRITES, Deed.TRUNCATE):
        found = outcome(table, persona.name, deed)
        about = f"{name}: {deed.value}"
        if found is Outcome.NO_GRANT:
            if deed in {Deed.UPSERT, Deed.RETURNING}:
                continue  # the privilege that is missing is one of those tested by themselves
            yield _write_denied(world, table, deed, persona.role, about)
        elif deed is Deed.TRUNCATE:
            continue  # who may do so empties the table: there is no row to ask for
        elif found in {Outcome.ROWS, Outcome.NO_ROWS, Outcome.REFUSED} and can_try(table, persona.role, deed):
            call = "pg_temp.seen()" if deed is Deed.SELECT else f"pg_temp.written('{deed.value}')"
            yield write_is(call, write_array(expected_names(world, table, persona, deed)), about)
            if deed is Deed.DELETE and not table.table.foreign:
                erased = sorted(table.labels[row.place] for row in reached(table, persona.name, deed))
                yield write_is("pg_temp.erased()", write_array(erased), f"{about} without a condition")
        if deed is Deed.UPDATE and persona.name in table.of_all and _of_all(world, table, persona.role):
            done = {f"all{_part(world, table, name, value)}" for name, value in table.of_all[persona.name]}
            yield write_is(f"pg_temp.written('{_OF_ALL}')", write_array(sorted(done)), f"{name}: {_OF_ALL}")
        blind_outcome = outcome(table, persona.name, Deed.BLIND_UPDATE)
        answer = _ANSWERS.get(blind_outcome, "") if blind_outcome and deed is Deed.UPDATE else ""
        blind = _blind_update(world, table, persona.role) if answer else ""
        if blind:
            yield write_is(f"pg_temp.attempt({quote_literal(blind)}, false)", answer, f"{about} without a condition")


def _blind_update(world: World, table: TableWorld, role: str) -> str:
    """An UPDATE of every row that reads no column, so that policies for SELECT hide none; empty where there is none.

    It sets a column that neither keys nor policies speak of: what becomes of the rows does not depend on it.
    """
    named = {*named_columns(table.access, table.table, role, Command.UPDATE)}
    texts = " ".join(text for cell in table.access.cells for text in (cell.condition, cell.check))
    taken = {name for row in table.shape.constraints for name in table.shape.names(row.keys)}
    taken |= {name for _, keys in table.shape.uniques for name in table.shape.names(keys)}
    access = table.access
    spoken = {access.owner_column_id, access.tenant_column_id, access.deleted_column_id, access.status_column_id}
    taken |= {column.name for column in table.table.columns if column.id in spoken or column.name in texts}
    column = next((row for row in table.shape.columns if row.name in named - taken and not row.generated), None)
    if column is None or not table.rows:
        return ""
    value = world.literals.write(column, table.rows[0].values[column.name])
    return f"update {name_of(table.table)} set {quote_identifier(column.name)} = {value}"


def expected_names(world: World, table: TableWorld, persona: Persona, deed: Deed) -> list[str]:
    """The names of what a persona is stated to reach with a deed, in the order of files."""
    names = {table.labels[row.place] for row in reached(table, persona.name, deed)}
    if deed is Deed.DELETE:
        # A row is found by its key, so it must be seen; what is deleted unseen is tested by itself.
        names &= {table.labels[row.place] for row in reached(table, persona.name, Deed.SELECT)}
    if bypasses(world.design, persona.role) or deed not in {Deed.INSERT, Deed.UPDATE}:
        return sorted(names)
    command = _WRITES[deed]
    named = named_columns(table.access, table.table, persona.role, command)
    stated = table.stated[persona.name]
    for change in stated.possible:
        if change.command is command and change.columns <= set(named):
            names.add(what_of(world, table, change))
    if deed is Deed.UPDATE:
        refused = (change for change in stated.refused if change.command is command)
        names |= {f"{what_of(world, table, change)}: refused" for change in refused}
    return sorted(names)


def _write_denied(world: World, table: TableWorld, deed: Deed, role: str, about: str) -> Step:
    """A deed for which the privilege is missing, with PostgreSQL's words: those of policies are others."""
    target = name_of(table.table)
    column = quote_identifier(_plain_column(table))
    statements = {
        Deed.SELECT: f"select from {target}",
        Deed.INSERT: f"insert into {target} default values",
        Deed.UPDATE: f"update {target} set {column} = {column}",
        Deed.DELETE: f"delete from {target}",
        Deed.TRUNCATE: f"truncate {target}",
    }
    kind = "foreign table" if table.table.foreign else "table"
    words = f"permission denied for {kind} {table.table.name}"
    if not has_usage(world.design, table.table.schema, role):
        words = f"permission denied for schema {table.table.schema}"
    arguments = ",\n  ".join(map(quote_literal, (statements[deed], _PRIVILEGE, words, about)))
    return Step(f"select throws_ok(\n  {arguments}\n)")
