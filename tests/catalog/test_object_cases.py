"""One folder per kind of object: `input.sql` is read, and what Rowhouse writes for it is `written.sql`, read by a person.

A folder holds one input, or one per file `<topic>.sql` beside its `<topic>.written.sql`. ROWHOUSE_WRITE_CASES=1 writes
the expected files anew; look at what changed before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from designer.catalog.imports import import_scripts
from designer.migrations import write_design
from designer.postgres.scripts import read_script
from designer.sandbox.clusters import Cluster
from designer.sql.formatting import format_script

FOLDER = Path(__file__).parents[1] / "cases" / "objects"


def inputs() -> list[Path]:
    """The inputs of all folders."""
    return [path for path in sorted(FOLDER.glob("*/*.sql")) if not path.name.endswith("written.sql")]


def written_beside(path: Path) -> Path:
    """The file with what is written for an input."""
    name = "written.sql" if path.stem == "input" else f"{path.stem}.written.sql"
    return path.with_name(name)


@pytest.mark.parametrize("path", inputs(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_case(path: Path, cluster: Cluster) -> None:
    report = import_scripts([read_script(path.read_text(encoding="utf-8"), path.name)], cluster=cluster)
    assert [failure.error for failure in report.failed] == []
    assert report.differences == ()
    assert report.identical
    written, expected = format_script(write_design(report.design)), written_beside(path)
    if os.environ.get("ROWHOUSE_WRITE_CASES"):
        expected.write_text(written, encoding="utf-8")
    assert written == expected.read_text(encoding="utf-8")
