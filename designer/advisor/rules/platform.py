"""What the platform does around policies: counts, realtime, storage, extensions, names. Rows 34, 35, 36 and 39."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designer.advisor.catalogs import PolicyRow, RelationRow
from designer.advisor.expressions import (
    column_name,
    column_path,
    conjuncts,
    constant,
    equalities,
    function_name,
    parse_condition,
)
from designer.advisor.findings import Finding, Fix, Level
from designer.advisor.worlds import World, quoted
from designer.postgres.parsing import Node, ast, unwrap, walk
from designer.postgres.quoting import quote_identifier

_SENSITIVE = re.compile(
    r"(^|_)(password|passwd|password_hash|secret|api_key|apikey|access_token|refresh_token|private_key|ssn|"
    r"social_security_number|credit_card|card_number|cvv|iban|otp|totp_secret|pin_code|passport_number)$"
)
"""Column names that say what nobody should read: no catalog tells that."""
_PLANS = re.compile(r"pgrst\.db_plan_enabled\W+(true|on|1)", re.IGNORECASE)


def find_served_plans(world: World) -> Iterator[Finding]:
    """Row 34: plans over the API tell how many rows there are, seen or not."""
    for row in world.design.verbatim:
        if _PLANS.search(row.create_sql):
            yield Finding(
                row=34,
                rule="served-plans",
                title="Plans tell how many rows there are",
                level=Level.WARN,
                kind="verbatim",
                object_id=row.id,
                name=row.name,
                reason="pgrst.db_plan_enabled lets everybody ask for plans, which estimate rows that policies hide. "
                "count=planned and count=estimated do so for tables without a filter.",
                advice="Take the setting away in production.",
                fix=Fix(action="remove", label="Take the setting away", object_id=row.id),
            )


def find_configured_plans(world: World) -> Iterator[Finding]:
    """Row 34, by a function that configures the API from inside the database (db-pre-config)."""
    for function in world.functions:
        if not any(_serves_plans(part) for tree in world.body(function) for part in walk(tree)):
            continue
        yield world.function_finding(
            34,
            "served-plans",
            "Plans tell how many rows there are",
            Level.WARN,
            function,
            f"{function.full_name} sets pgrst.db_plan_enabled: everybody may ask for plans, which estimate rows that "
            "policies hide.",
            advice="Leave it off in production.",
        )


def _serves_plans(node: Node) -> bool:
    if function_name(node)[-1:] != ("set_config",):
        return False
    values = [constant(unwrap(argument)) for argument in node.args]
    return values[:1] == ["pgrst.db_plan_enabled"] and values[1] in {"true", "on", "1"}


def find_published_tables(world: World) -> Iterator[Finding]:
    """Row 35: realtime sends changes to those whom no policy filters."""
    for publication, oid, sends_deletes in world.catalog.published:
        table = world.catalog.relations.get(oid)
        own = world.object_id(table) if table is not None else None
        if table is None or own is None or table not in world.tables:
            continue
        if not table.has_rls:
            yield world.finding(
                35,
                "published-without-rls",
                "Every subscriber gets every change",
                Level.ERROR,
                table,
                f"{table.full_name} is in publication {publication} without row-level security: realtime sends every "
                "change "
                "to whoever subscribes.",
                part=publication,
                advice="Enable row-level security, or take the table out of the publication.",
                fix=Fix(action="unpublish", label=f"Publish {table.full_name} no longer", object_id=own),
            )
        elif sends_deletes and table.replica_identity == "f":
            yield world.finding(
                35,
                "published-deletes",
                "Deleted rows go to every subscriber",
                Level.WARN,
                table,
                f"DELETE events are filtered by no policy, and with REPLICA IDENTITY FULL {table.full_name} sends "
                "every column "
                "of the deleted row.",
                part=publication,
                advice="Set REPLICA IDENTITY DEFAULT: then only the key goes out.",
                fix=Fix(
                    action="change_table",
                    label=f"Set REPLICA IDENTITY DEFAULT on {table.full_name}",
                    object_id=own,
                    values={"replica_identity": "d"},
                ),
            )


def find_storage_policies(world: World) -> Iterator[Finding]:
    """Row 36: policies on storage.objects that mean every bucket, or list one."""
    objects = world.relation("storage", "objects")
    if objects is None:
        return
    own = [policy for table, policy in world.policies if table.oid == objects.oid and policy.is_permissive]
    for policy in own:
        buckets = _buckets(policy)
        if buckets is None:
            yield world.finding(
                36,
                "every-bucket",
                "A storage policy means every bucket",
                Level.WARN,
                objects,
                f"Policy {policy.name} does not name bucket_id: it holds for every bucket, those of tomorrow too.",
                part=policy.name,
                advice="Add bucket_id = '…' to the condition.",
                proof=_objects_proof(world, objects, policy, "any"),
            )
        elif buckets and policy.covers("r"):
            yield world.finding(
                36,
                "bucket-listing",
                "A bucket can be listed",
                Level.WARN,
                objects,
                f"Policy {policy.name} asks for nothing but the bucket: {' and '.join(policy.applies_to)} can list "
                "every file "
                "in it. Files of a public bucket are served without a policy.",
                part=policy.name,
                advice="Remove it for a public bucket; otherwise ask for the folder: (storage.foldername(name))[1] = "
                "(select "
                "auth.uid()::text).",
                proof=_objects_proof(world, objects, policy, buckets[0]),
            )


def find_refused_uploads(world: World) -> Iterator[Finding]:
    """Row 36: uploads that may not replace what is there."""
    objects = world.relation("storage", "objects")
    if objects is None:
        return
    own = [policy for table, policy in world.policies if table.oid == objects.oid and policy.is_permissive]
    for role in world.roles:
        covered = {letter for letter in "raw" if any(p.covers(letter) and role in p.applies_to for p in own)}
        if "a" in covered and covered != set("raw"):
            names = [name for letter, name in (("r", "SELECT"), ("w", "UPDATE")) if letter not in covered]
            yield world.finding(
                36,
                "upsert-without-policies",
                "Uploads cannot replace a file",
                Level.INFO,
                objects,
                f"{role} may INSERT into storage.objects; an upload that replaces (upsert) needs "
                f"{' and '.join(names)} as "
                "well, and is refused.",
                part=role,
                advice="Add policies for SELECT and UPDATE with the same condition, if files may be replaced.",
            )


def find_public_extensions(world: World) -> Iterator[Finding]:
    """Row 39: extensions whose functions the API serves."""
    for extension in world.design.extensions:
        if extension.schema in world.exposed:
            yield Finding(
                row=39,
                rule="extension-in-public",
                title="An extension is served by the API",
                level=Level.INFO,
                kind="extension",
                object_id=extension.id,
                name=extension.name,
                reason=f"{extension.name} is in the schema {extension.schema}: its functions can be called over the "
                "API.",
                advice=f"alter extension {quote_identifier(extension.name)} set schema extensions;",
                fix=Fix(
                    action="change_object",
                    label=f"Move {extension.name} to the schema extensions",
                    object_id=extension.id,
                    values={"schema": "extensions"},
                ),
            )


def find_sensitive_columns(world: World) -> Iterator[Finding]:
    """Row 39: columns whose name says that nobody should read them, and that somebody may."""
    for relation in world.relations:
        own = world.object_id(relation)
        if not world.is_exposed(relation.schema) or own is None:
            continue
        for role in world.roles:
            granted = world.catalog.columns.get((role, relation.oid, "SELECT"), set())
            for column in sorted(name for name in granted if _SENSITIVE.search(name)):
                with world.trial(world.persona_of(role)) as trial:
                    trial.run(f"select count({quote_identifier(column)}) from {quoted(relation)}")  # noqa: S608 - quoted
                yield world.finding(
                    39,
                    "sensitive-column",
                    "A column with a secret can be read",
                    Level.ERROR if role == "anon" else Level.WARN,
                    relation,
                    f"{role} holds SELECT on {column} of {relation.full_name}: whoever gets the row gets the secret.",
                    part=f"{column} ({role})",
                    advice="Grant SELECT on the other columns only, or keep it in a table of its own without "
                    "privileges.",
                    proof=trial.transcript,
                    fix=Fix(
                        action="keep_columns",
                        label=f"Revoke SELECT on {column} of {relation.full_name}",
                        object_id=own,
                        values={"privilege": "SELECT", "columns": [column]},
                    )
                    if relation.is_table
                    else None,
                )


def _buckets(policy: PolicyRow) -> list[str] | None:
    """The bucket where it is all that is asked; empty where more is asked; None where no bucket is named."""
    node = parse_condition(policy.using if policy.using is not None else policy.check)
    if node is None:
        return None
    names = {path[-1] for part in walk(node) if isinstance(part, ast.ColumnRef) if (path := column_path(part))}
    if "bucket_id" not in names:
        return None
    if len(conjuncts(node)) > 1:
        return []
    return [str(constant(right)) for left, right in equalities(node) if column_name(left) == "bucket_id"]


def _objects_proof(world: World, objects: RelationRow, policy: PolicyRow, bucket: str) -> str:
    """A file of somebody else in a bucket, and what the role sees."""
    role = policy.applies_to[0] if policy.applies_to else "anon"
    if not policy.covers("r"):
        return ""
    name = bucket.replace("'", "''")
    with world.trial(world.persona_of(role)) as trial:
        trial.become_owner()
        trial.run(f"insert into storage.buckets (id, name) values ('{name}', '{name}')")  # noqa: S608 - quoted
        trial.run(f"insert into storage.objects (bucket_id, name) values ('{name}', 'somebody/file.txt')")  # noqa: S608
        trial.become(world.persona_of(role))
        trial.count(quoted(objects))
    return trial.transcript


RULES = (
    find_served_plans,
    find_configured_plans,
    find_published_tables,
    find_storage_policies,
    find_refused_uploads,
    find_public_extensions,
    find_sensitive_columns,
)
