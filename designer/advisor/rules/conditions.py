"""What conditions of policies say, where it is not what they seem to say: rows 4 to 8, 14 and 37."""

from __future__ import annotations

from collections.abc import Iterator

from designer.access.owners import Row
from designer.access.personas import Persona
from designer.advisor.catalogs import PolicyRow, RelationRow
from designer.advisor.expressions import (
    alternatives,
    bare,
    captured_names,
    column_name,
    column_path,
    constant,
    equalities,
    function_name,
    is_identity,
    is_open,
    names_own_table,
    operator,
    parse_condition,
    reads_user_metadata,
    relations,
    subqueries,
    text_of,
)
from designer.advisor.findings import Finding, Fix, Level
from designer.advisor.worlds import COMMANDS, World, quoted, try_command
from designer.postgres.parsing import Node, ast, unwrap, walk
from designer.postgres.quoting import quote_identifier


def find_open_conditions(world: World) -> Iterator[Finding]:
    """Row 4: a permissive policy that is true for everybody."""
    for table, policy, clause, node in _conditions(world):
        if not is_open(node):
            continue
        is_owned = table.oid in world.owned
        if policy.command == "r" and not is_owned:
            continue  # a catalogue for everybody is meant to be read
        what = "reads" if policy.command == "r" else "writes"
        level = Level.ERROR if is_owned else Level.WARN
        yield world.finding(
            4,
            "always-true",
            "A policy lets everybody in",
            level,
            table,
            f"{clause} of policy {policy.name} is {text_of(node)}: true whatever the row. Everybody the policy is for "
            f"{what} rows of others.",
            part=policy.name,
            advice="Compare a column of the row with the caller: owner_id = (select auth.uid()), or the tenant's "
            "column "
            "with the caller's tenants.",
            proof=_reach(world, table, policy, world.stranger),
            fix=world.policy_fix(table, policy, f"Remove policy {policy.name}"),
        )


def find_inverted_checks(world: World) -> Iterator[Finding]:
    """Row 5: an alternative that holds when nobody is signed in."""
    for table, policy, clause, node in _conditions(world):
        parts = alternatives(node)
        wrong = [part for part in parts if _is_null_identity(part)]
        if not wrong or len(parts) < 2:
            continue
        kept = " or ".join(text_of(part) for part in parts if part not in wrong)
        changes = {"using": kept} if clause == "USING" else {"check": kept}
        yield world.finding(
            5,
            "inverted-identity",
            "Whoever is not signed in gets in",
            Level.ERROR,
            table,
            f"{clause} of policy {policy.name} is true when {text_of(wrong[0])}: for anon, and for a token without "
            "sub.",
            part=policy.name,
            advice=f"Leave {text_of(wrong[0])} out.",
            proof=_reach(world, table, policy, world.anon),
            fix=world.policy_fix(table, policy, f"Take it out of policy {policy.name}", **changes),
        )


def find_captured_names(world: World) -> Iterator[Finding]:
    """Row 6: a bare name that PostgreSQL bound to the inner table of a subquery."""
    for table, policy, clause, node in _conditions(world):
        captured = list(captured_names(node))
        if not captured:
            continue
        yield world.finding(
            6,
            "captured-name",
            "A name means the inner table",
            Level.ERROR,
            table,
            f"In {clause} of policy {policy.name} PostgreSQL reads {captured[0]}: the name without a table was bound "
            "to "
            "the table of the subquery, so it compares a column with itself, and every row passes.",
            part=policy.name,
            advice=f"Write the outer column with its table: {table.name}.{captured[0].split('.')[-1]}.",
            proof=_far_reach(world, table, policy),
            fix=_recorrelate(world, table, policy),
        )


def find_uncorrelated_subqueries(world: World) -> Iterator[Finding]:
    """Row 7: EXISTS over memberships that does not ask for the row's own tenant."""
    for table, policy, clause, node in _conditions(world):
        for part in alternatives(node):
            for link, select in subqueries(part):
                is_exists = link.sub_link_type == ast.EXISTS_SUBLINK
                if not is_exists or names_own_table(select, table.name) or any(captured_names(part)):
                    continue
                shared = _shared_targets(world, table, select)
                if not shared or any(column_name(left) in shared for left, _ in equalities(part)):
                    continue
                yield world.finding(
                    7,
                    "uncorrelated-subquery",
                    "A subquery forgets the row",
                    Level.ERROR,
                    table,
                    f"EXISTS in {clause} of policy {policy.name} names no column of {table.full_name}: it is true for "
                    "every row as soon as the caller is a member of anything.",
                    part=policy.name,
                    advice=f"Compare the subquery's tenant with {table.name}.{min(shared)}.",
                    proof=_far_reach(world, table, policy),
                )


def find_scalar_subqueries(world: World) -> Iterator[Finding]:
    """Row 8: a comparison with one membership, which is an error for whoever has two."""
    for table, policy, clause, node in _conditions(world):
        for link, select in subqueries(node):
            source = _single_source(world, select)
            if link.sub_link_type != ast.EXPR_SUBLINK or source is None or _returns_one(world, source, select):
                continue
            proof = _second_row(world, table, source, select)
            yield world.finding(
                8,
                "scalar-membership",
                "An error for whoever belongs to two",
                Level.ERROR,
                table,
                f"{clause} of policy {policy.name} compares with a subquery on {source.full_name}, in which a person "
                "may "
                "have several rows. For such a person every query ends in error 21000.",
                part=policy.name,
                advice="Write = any (array(select …)) in the place of = (select …).",
                proof=proof,
            )


def find_user_metadata(world: World) -> Iterator[Finding]:
    """Row 14: trust in what users write about themselves."""
    for table, policy, clause, node in _conditions(world):
        where = clause if reads_user_metadata(node) else ""
        for oid in policy.functions:
            function = world.catalog.functions.get(oid)
            if function is not None and any(reads_user_metadata(tree) for tree in world.body(function)):
                where = where or f"the function {function.schema}.{function.name} in {clause}"
        if not where:
            continue
        yield world.finding(
            14,
            "user-metadata",
            "A policy trusts what users write about themselves",
            Level.ERROR,
            table,
            f"{where} of policy {policy.name} reads user_metadata, which every user sets by updateUser. Whoever writes "
            "the right words there passes.",
            part=policy.name,
            advice="Use app_metadata, which only the service role writes, or a table.",
            proof=_with_metadata(world, table, policy, node),
        )


def find_email_matches(world: World) -> Iterator[Finding]:
    """Row 37: rows that belong to an e-mail address."""
    for table, policy, clause, node in _conditions(world):
        hit = next((pair for part in walk(node) for pair in _email_pairs(part)), None)
        if hit is None:
            continue
        yield world.finding(
            37,
            "email-match",
            "Rows belong to an e-mail address",
            Level.WARN,
            table,
            f"{clause} of policy {policy.name} compares {hit} with the caller's e-mail address. People change "
            "theirs, and "
            "an address that was given up can be taken by somebody else; case counts too.",
            part=policy.name,
            advice="Keep the user's id in a column and compare it with (select auth.uid()).",
        )


def find_null_rows(world: World) -> Iterator[Finding]:
    """Row 37: rows in which a column is NULL are everybody's."""
    for table, policy, clause, node in _conditions(world):
        columns = [
            column_name(unwrap(part.arg))
            for part in alternatives(node)
            if isinstance(part, ast.NullTest) and part.nulltesttype == ast.IS_NULL
        ]
        keys = {*world.tenant_columns(table), *world.person_columns(table)}
        for column in columns:
            if column not in keys:
                continue
            with world.trial(world.stranger) as trial:
                trial.become_owner()
                trial.run(f"update {quoted(table)} set {quote_identifier(column)} = null")  # noqa: S608 - quoted
                trial.become(world.stranger)
                trial.count(quoted(table))
            yield world.finding(
                37,
                "null-means-everybody",
                "A row without an owner is everybody's",
                Level.WARN,
                table,
                f"{clause} of policy {policy.name} lets everybody in where {column} is NULL. A deleted owner (ON "
                "DELETE SET "
                "NULL) or a forgotten value makes a row public.",
                part=policy.name,
                advice=f"Mark rows for everybody in a column of their own, and make {column} NOT NULL.",
                proof=trial.transcript,
            )


def find_null_exclusions(world: World) -> Iterator[Finding]:
    """Row 37: NOT IN over a column that may be NULL."""
    for table, policy, clause, node in _conditions(world):
        for part in walk(node):
            if not (isinstance(part, ast.BoolExpr) and part.boolop == ast.NOT_EXPR):
                continue
            link = unwrap(part.args[0])
            if not isinstance(link, ast.SubLink) or link.sub_link_type != ast.ANY_SUBLINK:
                continue
            select = unwrap(link.subselect)
            source = _single_source(world, select)
            column = column_path(unwrap(select.target_list[0].res_target.val))[-1:] if source else ()
            shape = world.shape(source) if source else None
            if shape is None or not any((row.name,) == column and not row.is_not_null for row in shape.columns):
                continue
            yield world.finding(
                37,
                "not-in-null",
                "One NULL shuts everybody out",
                Level.WARN,
                table,
                f"{clause} of policy {policy.name} says NOT IN (subquery), and {column[0]} may be NULL: one such row "
                "makes "
                "the condition NULL for every row, and nobody reaches anything.",
                part=policy.name,
                advice="Write NOT EXISTS, or make the column NOT NULL.",
            )


def _conditions(world: World) -> Iterator[tuple[RelationRow, PolicyRow, str, Node]]:
    """The conditions of all permissive policies that are for anybody else than the service role."""
    for table, policy in world.policies:
        if not policy.is_permissive or policy.roles == ["service_role"]:
            continue
        for clause, text in (("USING", policy.using), ("WITH CHECK", policy.check)):
            node = parse_condition(text)
            if node is not None:
                yield table, policy, clause, node


def _is_null_identity(node: Node) -> bool:
    return isinstance(node, ast.NullTest) and node.nulltesttype == ast.IS_NULL and is_identity(unwrap(node.arg))


def _reach(world: World, table: RelationRow, policy: PolicyRow, persona: Persona) -> str:
    """What somebody without any right gets by the commands of a policy."""
    if policy.roles and persona.role not in policy.applies_to:
        persona = world.stranger
    commands = "rawd" if policy.command == "*" else policy.command
    with world.trial(persona) as trial:
        for letter in commands:
            if world.may(persona.role, table, COMMANDS[letter]):
                try_command(world, trial, table, letter)
    return trial.transcript


def _far_reach(world: World, table: RelationRow, policy: PolicyRow) -> str:
    """What a member of tenant A sees of rows of tenant B, or somebody of others' rows."""
    persona = world.people[0]
    far = [row for row in world.rows(table) if _is_far(row, persona)]
    with world.trial(persona) as trial:
        for row in far[:1]:
            if policy.command in {"r", "*"}:
                trial.count(quoted(table), world.where(table, row))
            elif policy.command == "a":
                trial.run(world.insert(table, {name: row.values[name] for name in world.writable(table)}))
            else:
                trial.run(f"delete from {quoted(table)} where {world.where(table, row)}")  # noqa: S608 - quoted
    return trial.transcript


def _is_far(row: Row, persona: Persona) -> bool:
    if persona.tenants and row.tenants:
        return not persona.tenants & row.tenants
    return persona.number not in row.people


def _recorrelate(world: World, table: RelationRow, policy: PolicyRow) -> Fix | None:
    """The policy with the captured names carrying the outer table's name."""
    changes = {}
    for name, text in (("using", policy.using), ("check", policy.check)):
        node = parse_condition(text)
        if node is None or not any(captured_names(node)):
            continue
        # The tree is kept by `parse_condition`: the change is made in a copy.
        copy = type(node)()
        copy.CopyFrom(node)
        for part in walk(copy):
            if isinstance(part, ast.A_Expr) and operator(part) == "=" and part.kind == ast.AEXPR_OP:
                right = unwrap(part.rexpr)
                if isinstance(right, ast.ColumnRef) and column_path(right) == column_path(unwrap(part.lexpr)):
                    right.fields[0].string.sval = table.name
        changes[name] = text_of(copy)
    return world.policy_fix(table, policy, f"Name the outer table in policy {policy.name}", **changes)


def _shared_targets(world: World, table: RelationRow, select: Node) -> set[str]:
    """The columns of the table that refer to what the subquery's relations refer to as well, people apart."""
    shapes = world.fixtures.shapes.tables
    people = {*world.tenancy.users, *world.tenancy.marks}
    theirs: set[int] = set()
    for name in relations(select):
        found = world.relation(*name)
        if found is not None and found.oid in shapes:
            theirs |= {row.target for row in shapes[found.oid].constraints if row.kind == "f"} - people
    own = world.shape(table)
    if own is None:
        return set()
    columns = {n for row in own.constraints if row.kind == "f" and row.target in theirs for n in own.names(row.keys)}
    if table.oid in theirs:
        columns |= {name for row in own.constraints if row.kind == "p" for name in own.names(row.keys)}
    return columns


def _single_source(world: World, select: Node) -> RelationRow | None:
    """The one table that a subquery reads."""
    names = list(relations(select))
    found = world.relation(*names[0]) if len(names) == 1 else None
    return found if found is not None and found.is_table else None


def _returns_one(world: World, source: RelationRow, select: Node) -> bool:
    """Whether a subquery has one row at most: by LIMIT, by an aggregate, or by a key."""
    if select.HasField("limit_count"):
        return True
    target = bare(unwrap(select.target_list[0].res_target.val))
    if function_name(target)[-1:] in {("max",), ("min",), ("count",), ("bool_or",), ("bool_and",), ("array_agg",)}:
        return True
    shape = world.shape(source)
    where = unwrap(select.where_clause) if select.HasField("where_clause") else None
    if shape is None:
        return True
    fixed = (
        {column_path(left)[-1] for left, _ in equalities(where) if column_path(left)} if where is not None else set()
    )
    return any(set(shape.names(keys)) <= fixed and shape.names(keys) for _, keys in shape.uniques)


def _second_row(world: World, table: RelationRow, source: RelationRow, select: Node) -> str:
    """A person gets a second row in the source, and asks."""
    where = unwrap(select.where_clause) if select.HasField("where_clause") else None
    column = (
        next(
            (column_path(left)[-1] for left, right in equalities(where) if column_path(left) and is_identity(right)),
            None,
        )
        if where is not None
        else None
    )
    persona = world.people[0]
    others = [row for row in world.rows(source) if persona.number not in row.people]
    if column is None or not others:
        return ""
    shape = world.fixtures.shapes.tables[source.oid]
    made = {row.name for row in shape.columns if row.has_default or row.identity}
    with world.trial(persona) as trial:
        trial.become_owner()
        for row in reversed(others):
            values = {name: value for name, value in row.values.items() if name not in made and name in row.values}
            if trial.run(world.insert(source, values | {column: world.id_of(persona)})).is_ok:
                break
        trial.become(persona)
        trial.count(quoted(table))
    return trial.transcript


def _with_metadata(world: World, table: RelationRow, policy: PolicyRow, node: Node) -> str:
    """The same person before and after writing the right words."""
    wanted: dict[str, object] = {}
    for part in walk(node):
        if isinstance(part, ast.A_Expr) and operator(part) == "=":
            for left, right in ((unwrap(part.lexpr), unwrap(part.rexpr)), (unwrap(part.rexpr), unwrap(part.lexpr))):
                path = [c.sval.sval for c in walk(left) if isinstance(c, ast.A_Const) and c.WhichOneof("val") == "sval"]
                value = constant(right)
                if "user_metadata" in path and value is not None and len(path) > 1:
                    wanted[path[-1]] = value
    if not wanted or not policy.covers("r"):
        return ""
    before = world.stranger
    claims = {**(before.claims or {}), "user_metadata": wanted}
    after = Persona(name="the same, with user_metadata", role=before.role, claims=claims, number=before.number)
    with world.trial(before) as trial:
        trial.count(quoted(table))
        trial.become(after)
        trial.count(quoted(table))
    return trial.transcript


def _email_pairs(node: Node) -> Iterator[str]:
    """Columns that a comparison holds against the caller's address."""
    if not (isinstance(node, ast.A_Expr) and operator(node) == "="):
        return
    for left, right in ((unwrap(node.lexpr), unwrap(node.rexpr)), (unwrap(node.rexpr), unwrap(node.lexpr))):
        value = bare(right)
        is_claim = isinstance(value, ast.A_Expr) and is_identity(value) and constant(unwrap(value.rexpr)) == "email"
        column = bare(left)
        if isinstance(column, ast.ColumnRef) and (function_name(value) == ("auth", "email") or is_claim):
            yield ".".join(column_path(column))


RULES = (
    find_open_conditions,
    find_inverted_checks,
    find_captured_names,
    find_uncorrelated_subqueries,
    find_scalar_subqueries,
    find_user_metadata,
    find_email_matches,
    find_null_rows,
    find_null_exclusions,
)
