"""The example project as a design and as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from designer.catalog.imports import import_scripts
from designer.design import Design
from designer.export import ReleasedFile
from designer.migrations import compare_designs, plan_files
from designer.sandbox.clusters import Cluster
from designer.sandbox.inputs import read_migrations

EXAMPLE = Path(__file__).parents[2] / "examples" / "coaching"


@pytest.fixture(scope="session")
def example(cluster: Cluster) -> Design:
    """The example project as the catalog has it; a failed statement or a lost object fails every test that uses it."""
    report = import_scripts(read_migrations(EXAMPLE).scripts, cluster=cluster)
    assert report.failed == ()
    assert report.identical, report.differences
    return report.design


def release(before: Design, after: Design, *, name: str, start: int) -> list[ReleasedFile]:
    """The files of the migration between two designs, with versions from `start` on."""
    plan = plan_files(compare_designs(before, after), name=name)
    return [
        ReleasedFile(
            name=f"{start + number}_{name}{file.name_suffix}.sql",
            up_sql=file.up_sql,
            down_sql=file.down_sql,
            is_transactional=file.is_transactional,
        )
        for number, file in enumerate(plan)
    ]


def as_imported(folder: Path) -> Sequence[ReleasedFile]:
    """The files of a folder of migrations as they are."""
    return [ReleasedFile(name=path.name, up_sql=path.read_bytes()) for path in sorted(folder.glob("*.sql"))]
