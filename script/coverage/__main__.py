"""python -m script.coverage: writes docs/coverage.md anew; look at what changed before you commit it."""

from __future__ import annotations

import os
import sys

from designer.sandbox.clusters import get_cluster, stop_cluster
from script.coverage.measuring import measure_coverage
from script.coverage.pages import render_page
from script.steps.commands import ROOT
from script.steps.homes import home_of_tests

PAGE = ROOT / "docs" / "coverage.md"


def main() -> int:
    os.environ.setdefault("ROWHOUSE_HOME", str(home_of_tests()))
    try:
        measurements = measure_coverage(get_cluster())
    finally:
        stop_cluster()
    for problem in [problem for row in measurements for problem in row.problems]:
        print(problem, file=sys.stderr)
    PAGE.write_text(render_page(measurements), encoding="utf-8")
    return any(row.problems for row in measurements)


if __name__ == "__main__":
    sys.exit(main())
