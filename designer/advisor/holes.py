"""Holes: every way of access.md in which rows reach those who should not have them, looked for in one built design."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec.structs import replace

from designer.access.stages import build_design, cast_design
from designer.advisor.catalogs import read_catalog
from designer.advisor.findings import Finding
from designer.advisor.fixes import write_fix
from designer.advisor.rules import RULES
from designer.advisor.worlds import EXPOSED, World, api_roles
from designer.design import Design
from designer.design.errors import DesignerError
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import GrantMode, sandbox_run
from designer.sandbox.limits import LimitError, Limits

LIMITS = Limits(run_seconds=600, statement_seconds=20)
STATEMENT_SECONDS = 3
"""Seconds one statement of a proof may take."""

Progress: TypeAlias = Callable[[int, int, str], None]


def find_holes(
    design: Design,
    *,
    cluster: Cluster,
    grants: GrantMode = GrantMode.EXPLICIT,
    exposed: Sequence[str] = EXPOSED,
    limits: Limits = LIMITS,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[Finding, ...]:
    """Builds the design with rows for everybody on a scratch database, and asks every rule. The worst comes first.

    `exposed` are the schemas that the API serves. Raises ProofError when the design cannot be built, DesignerError as
    `cast_design`, LimitError at the run's limits or when `should_stop` says so.
    """
    with sandbox_run(cluster, grants=grants, limits=limits) as run:
        if design.roles:
            run.hold_roles(should_stop)
        database = run.database()
        build_design(database, design)
        with database.connect() as connection:
            fixtures, personas = cast_design(connection, design, with_second_factor=True)
            catalog = read_catalog(connection, ["anon", "authenticated", *api_roles(design)])
            connection.prepare_threshold = None
            connection.execute(f"set statement_timeout = {STATEMENT_SECONDS * 1000}")
            world = World(design, catalog, fixtures, personas, connection, exposed)
            found: list[Finding] = []
            with run.watchdog.statement(connection.info.backend_pid, should_stop, has_time=True):
                for number, rule in enumerate(RULES):
                    if progress is not None:
                        progress(number, len(RULES), rule.__name__.replace("_", " "))
                    found += rule(world)
            if run.watchdog.reason is not None:
                raise LimitError(run.watchdog.reason)
    ordered = sorted(found, key=lambda row: (row.level.rank, row.row, row.name))
    return tuple(_with_sql(design, row) for row in ordered)


def _with_sql(design: Design, finding: Finding) -> Finding:
    """With the SQL of its fix; without the fix where the edit refuses itself or changes nothing."""
    if finding.fix is None:
        return finding
    try:
        sql = write_fix(design, finding.fix)
    except DesignerError:
        sql = ""
    return replace(finding, fix=finding.fix if sql else None, fix_sql=sql)
