"""Tables of the pages that repeat what the code says repeat it exactly."""

from __future__ import annotations

import re
from pathlib import Path

from designer.postgres.scripts import SIZE_LIMIT
from designer.sandbox.limits import Limits
from designer.sandbox.servers import MEMORY_LIMIT
from projects.models import Membership

ROOT = Path(__file__).parents[2]
MIB, GIB = 1 << 20, 1 << 30


def rows_of(page: str, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its own heading."""
    section = (ROOT / "docs" / page).read_text().partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def test_the_keys_are_those_of_the_designer() -> None:
    template = (ROOT / "templates/projects/keys.html").read_text()
    shown = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", template)
    assert shown
    assert rows_of("designing.md", "Keys") == [[re.sub(r"</?kbd>", "`", keys), what] for keys, what in shown]


def test_the_limits_are_those_of_the_sandbox() -> None:
    limits = Limits()
    assert [row[1] for row in rows_of("sandbox.md", "Limits of one run")] == [
        f"{limits.statement_seconds:g} s",
        f"{limits.lock_seconds:g} s",
        f"{limits.run_seconds:g} s",
        f"{limits.disk_bytes // GIB} GiB",
        f"{limits.temp_file_bytes // MIB} MiB",
        f"{MEMORY_LIMIT // GIB} GiB",
        f"{limits.connections}",
        f"{SIZE_LIMIT // MIB} MiB",
    ]


def test_the_roles_are_those_of_teams() -> None:
    assert [row[0] for row in rows_of("designing.md", "Who may do what")] == list(reversed(Membership.Role.values))
