"""Template databases with the emulated Supabase, one per way of granting; a run clones one of them.

They are named by a digest of the SQL files and the server's version, so a change of either builds new ones.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tarfile
from enum import StrEnum
from pathlib import Path

import psycopg
from psycopg import errors

from designer.postgres.quoting import quote_identifier, quote_literal
from designer.postgres.scripts import read_script
from designer.sandbox.roles import BUILD_LOCK, LOCK_CLASS, record_baseline, revoke_memberships
from designer.sandbox.servers import Cluster, run_sql

SQL_FILES = Path(__file__).parent / "supabase"
EXTENSION_FILES = Path(__file__).parent / "extensions"

PGTAP = Path(__file__).parents[2] / "var/tools/pgtap/node_modules/@electric-sql/pglite-pgtap/dist/pgtap.tar.gz"
"""pgTAP as script/setup installs it; without it there is a stand-in with its signatures."""

TRUSTABLE = (
    "autoinc", "bloom", "dict_xsyn", "earthdistance", "insert_username", "intagg", "moddatetime",
    "pg_stat_statements", "pgrowlocks", "pgstattuple", "refint", "tsm_system_rows", "tsm_system_time", "vector",
)  # fmt: skip
"""Extensions that postgres may create on the platform though PostgreSQL does not trust them; their scripts only
create, so that a hostile schema on the path has nothing to capture. dblink and file_fdw stay out."""

_PGTAP_FILES = r"pgtap\.control|pgtap--[\d.]+\.sql"

IMITATED = ("postgres_fdw",)
"""Extensions whose stand-in counts even where the server has them: the real ones reach other servers."""

OLDER_VERSIONS = {
    "http": ("1.5",),
    "hypopg": ("1.3.1", "1.4.0"),
    "index_advisor": ("0.1.1",),
    "pg_cron": ("1.4", "1.4-1", "1.5", "1.6.4"),
    "pg_graphql": ("1.2.0", "1.2.2", "1.2.3", "1.3.0", "1.4.0", "1.4.2", "1.4.4", "1.5.4", "1.5.7", "1.5.9"),
    "pg_jsonschema": ("0.1.4", "0.2.0", "0.3.0", "0.3.1"),
    "pg_net": (
        "0.2", "0.3", "0.5", "0.6", "0.7", "0.7.1", "0.7.3", "0.8.0", "0.9.1", "0.9.2", "0.10.0", "0.11.0", "0.12.0",
        "0.13.0", "0.14.0", "0.15.1",
    ),
    "pg_tle": ("1.0.1", "1.0.3", "1.0.4"),
    "pgaudit": ("1.5", "1.6.2"),
    "pgmq": ("1.0.0", "1.1.1", "1.2.1", "1.3.3", "1.4.4", "1.4.5", "1.5.0"),
    "pgsodium": ("1.2.0", "2.0.2", "3.0.4", "3.1.0", "3.1.5", "3.1.6", "3.1.7", "3.1.8"),
    "pgtap": ("1.1.0", "1.2.0", "1.3.1", "1.3.3"),
    "postgis": ("3.1.4", "3.3.2", "3.3.3"),
    "supabase_vault": ("0.2.8", "0.2.9", "0.3.0"),
    "vector": (
        "0.4.0", "0.4.1", "0.4.4", "0.5.0", "0.5.1", "0.6.0", "0.6.2", "0.7.0", "0.7.3", "0.7.4", "0.8.0", "0.8.1",
    ),
    "wrappers": ("0.1.9", "0.1.11", "0.1.15", "0.1.16", "0.1.18", "0.2.0", "0.3.0", "0.3.1", "0.4.1", "0.4.5", "0.5.0"),
}  # fmt: skip
"""Versions the platform has had, which migrations written by tools name. They get what the newest has."""


class GrantMode(StrEnum):
    """What new objects of `public` are granted to the API's roles by themselves."""

    EXPLICIT = "explicit"
    """Nothing but a residue; every project since 30 October 2026."""
    LEGACY = "legacy"
    """Everything; projects made before 30 May 2026."""


def template_name(cluster: Cluster, grants: GrantMode) -> str:
    """The name of the template database for this server and these files."""
    return f"rowhouse_template_{grants}_{_digest(cluster.server_version)}"


def prepare_templates(cluster: Cluster) -> None:
    """Makes roles and both templates if they are missing; several processes may call it at once."""
    with cluster.connect() as connection:
        connection.execute("select pg_advisory_lock(%s, %s)", (LOCK_CLASS, BUILD_LOCK))
        names = {str(row[0]) for row in connection.execute("select datname from pg_database")}
        wanted = [template_name(cluster, grants) for grants in (GrantMode.LEGACY, GrantMode.EXPLICIT)]
        if set(wanted) <= names:
            return
        if cluster.data_dir is not None:
            revoke_memberships(connection)
        _make_roles(connection)
        record_baseline(connection)
        if cluster.data_dir is not None:
            _drop_stale(connection, names)
            _close_to_users(connection)
            _offer_extensions(cluster, connection)
        legacy, explicit = wanted
        _build(cluster, connection, legacy, "template0", [name for name in _database_files() if "explicit" not in name])
        _build(cluster, connection, explicit, legacy, [name for name in _database_files() if "explicit" in name])


def extension_dir(cluster: Cluster) -> Path | None:
    """The folder for `extension_control_path` with our stand-ins; None where the server cannot read one (before 18).

    It lies inside the data directory, the one place that the server's system user can always read.
    """
    if cluster.data_dir is None or cluster.server_version < 180000:
        return None
    folder = cluster.data_dir / "rowhouse_extensions" / _digest(cluster.server_version)
    if not folder.exists():
        _copy_extensions(cluster, folder)
    return folder


def imitated_extensions(cluster: Cluster) -> frozenset[str]:
    """The extensions that this server lacks and has stand-ins for."""
    if extension_dir(cluster) is None:
        return frozenset()
    own = cluster.bin_dir.parent / "share" / "extension"
    given = {"pgtap"} if PGTAP.exists() else set()
    names = {path.stem for path in EXTENSION_FILES.glob("*.control") if not (own / path.name).exists()}
    return frozenset(names - given)


def has_pgtap(cluster: Cluster) -> bool:
    """Whether the server's pgTAP is the real one, and not a stand-in that only has its signatures."""
    return extension_dir(cluster) is None or PGTAP.exists()


def _digest(server_version: int) -> str:
    digest = hashlib.sha256(str(server_version).encode())
    files = sorted([*SQL_FILES.glob("*.sql"), *EXTENSION_FILES.glob("*"), Path(__file__)])
    for path in [*files, *([PGTAP] if PGTAP.exists() else [])]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _database_files() -> list[str]:
    return [path.name for path in sorted(SQL_FILES.glob("*.sql")) if path.name != "01_roles.sql"]


def _make_roles(connection: psycopg.Connection) -> None:
    for statement in read_script((SQL_FILES / "01_roles.sql").read_text(encoding="utf-8"), "01_roles.sql").statements:
        try:
            run_sql(connection, statement.sql)
        except errors.DuplicateObject:
            continue
    if connection.info.server_version < 160000 and os.environ.get("SANDBOX_TRUSTS_SQL") == "1":
        # CREATEROLE reaches every role before 16, even pg_execute_server_program: only for SQL one trusts.
        connection.execute("alter role postgres createrole")


def _drop_stale(connection: psycopg.Connection, names: set[str]) -> None:
    for name in names:
        if name.startswith("rowhouse_template_"):
            run_sql(connection, f"alter database {quote_identifier(name)} is_template false")
            run_sql(connection, f"drop database {quote_identifier(name)} with (force)")


def _close_to_users(connection: psycopg.Connection) -> None:
    """No run may enter the databases that belong to none."""
    for name in ("postgres", "template1"):
        run_sql(connection, f"revoke all on database {name} from public")


def _offer_extensions(cluster: Cluster, connection: psycopg.Connection) -> None:
    """Makes the stand-ins the default of every session; a run's login names those of its own template."""
    if folder := extension_dir(cluster):
        run_sql(connection, f"alter system set extension_control_path = {quote_literal(f'{folder}:$system')}")
        connection.execute("select pg_reload_conf()")


def _build(cluster: Cluster, connection: psycopg.Connection, name: str, base: str, files: list[str]) -> None:
    unfinished = quote_identifier(f"{name}_new")
    run_sql(connection, f"drop database if exists {unfinished} with (force)")
    encoding = " encoding 'UTF8'" if base == "template0" else ""
    run_sql(connection, f"create database {unfinished} template {quote_identifier(base)}{encoding}")
    run_sql(connection, f"revoke all on database {unfinished} from public")
    with cluster.connect(f"{name}_new") as session:
        if folder := extension_dir(cluster):
            run_sql(session, f"set extension_control_path = {quote_literal(f'{folder}:$system')}")
        for file in files:
            _run_file(session, SQL_FILES / file)
        session.execute("vacuum (freeze, analyze)")
    run_sql(connection, f"alter database {unfinished} rename to {quote_identifier(name)}")
    run_sql(connection, f"alter database {quote_identifier(name)} is_template true allow_connections false")


def _run_file(session: psycopg.Connection, path: Path) -> None:
    """Runs a file of ours; an extension that this server cannot offer is left out."""
    for statement in read_script(path.read_text(encoding="utf-8"), path.name).statements:
        try:
            run_sql(session, statement.sql)
        except (errors.UndefinedFile, errors.FeatureNotSupported):
            if not re.match(r"\s*create extension", statement.sql):
                raise


def _copy_extensions(cluster: Cluster, folder: Path) -> None:
    """Copies the stand-ins for what the server lacks, and the control files that make some of its own trusted."""
    own = cluster.bin_dir.parent / "share" / "extension"
    unfinished = folder.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    target = unfinished / "extension"
    target.mkdir(parents=True)
    for control in EXTENSION_FILES.glob("*.control"):
        if control.stem in IMITATED or not (own / control.name).exists():
            for path in EXTENSION_FILES.glob(f"{control.stem}[.-]*"):
                shutil.copyfile(path, target / path.name)
    for name in TRUSTABLE:
        if (own / f"{name}.control").exists():
            text = (own / f"{name}.control").read_text(encoding="utf-8")
            (target / f"{name}.control").write_text(f"{text}\ntrusted = true\n", encoding="utf-8")
            for path in own.glob(f"{name}--*.sql"):
                shutil.copyfile(path, target / path.name)
    if PGTAP.exists() and not (own / "pgtap.control").exists():
        _copy_pgtap(target)
    for name, versions in OLDER_VERSIONS.items():
        _copy_versions(target, name, versions)
    for path in [folder.parent, unfinished, target, *target.iterdir()]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    folder.parent.mkdir(exist_ok=True)
    unfinished.rename(folder)


def _copy_pgtap(folder: Path) -> None:
    """Puts the real pgTAP into the place of its stand-in."""
    for path in folder.glob("pgtap[.-]*"):
        path.unlink()
    with tarfile.open(PGTAP) as archive:
        for member in archive:
            name = Path(member.name).name
            content = archive.extractfile(member) if re.fullmatch(_PGTAP_FILES, name) else None
            if content is not None:
                (folder / name).write_bytes(content.read())


def _copy_versions(folder: Path, name: str, versions: tuple[str, ...]) -> None:
    """Offers the script of an extension's default version under older versions too."""
    control = folder / f"{name}.control"
    if not control.exists():
        return
    match = re.search(r"default_version *= *'([^']+)'", control.read_text(encoding="utf-8"))
    script = folder / f"{name}--{match[1]}.sql" if match else None
    for version in versions:
        if script is not None and script.exists() and not (target := folder / f"{name}--{version}.sql").exists():
            shutil.copyfile(script, target)
