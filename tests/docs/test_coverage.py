"""docs/coverage.md says what a server says; every kind of pg_dump's has an example or a reason for having none."""

from __future__ import annotations

from pathlib import Path

import pytest

from designer.sandbox.clusters import Cluster
from script.coverage.examples import KINDS, WITHOUT_EXAMPLE, read_examples
from script.coverage.measuring import measure_coverage
from script.coverage.pages import render_page

PAGE = Path(__file__).parents[2] / "docs" / "coverage.md"


def test_the_page_is_what_the_examples_show(cluster: Cluster) -> None:
    if cluster.server_version < 180000:
        pytest.skip("The page is measured on PostgreSQL 18")
    message = "docs/coverage.md is stale: run python -m script.coverage and look at what changed"
    assert render_page(measure_coverage(cluster)) == PAGE.read_text(), message


def test_every_kind_has_an_example_or_a_reason() -> None:
    shown = {example.kind for example in read_examples()}
    assert shown.isdisjoint(WITHOUT_EXAMPLE)
    assert shown | set(WITHOUT_EXAMPLE) == KINDS | {"ROLE"}


def test_examples_do_not_share_names() -> None:
    marks = [example.mark for example in read_examples()]
    assert len(set(marks)) == len(marks) > 80
    assert all(example.mark in example.sql for example in read_examples())
