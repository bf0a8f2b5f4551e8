"""Real schemas, read and built again without loss."""

from __future__ import annotations

from pathlib import Path

import pytest

from designer.catalog.imports import import_scripts
from designer.postgres.scripts import read_script
from designer.sandbox.clusters import Cluster
from designer.sandbox.inputs import read_migrations
from tests.catalog.rebuilding import Rebuilding, rebuild, scripts_of_lines

OWN_CASES = Path(__file__).parents[1] / "cases"


def assert_nothing_is_lost(found: Rebuilding) -> None:
    assert found.errors == []
    assert found.differences == []
    assert found.first == found.second


@pytest.mark.parametrize("name", ["coaching", "mixed_objects.sql"])
def test_our_own_cases(cluster: Cluster, name: str) -> None:
    found = rebuild(cluster, read_migrations(OWN_CASES / name).scripts)
    assert_nothing_is_lost(found)
    assert found.first.verbatim == ()
    assert len(found.first.tables) >= 5


@pytest.mark.parametrize("name", ["every_feature.sql", "odd_corners.sql", "stored_texts.sql", "supabase_project.sql"])
def test_every_feature(cluster: Cluster, name: str) -> None:
    report = import_scripts(read_migrations(OWN_CASES / name).scripts, cluster=cluster)
    assert report.failed == ()
    assert report.differences == ()
    found = rebuild(cluster, read_migrations(OWN_CASES / name).scripts)
    assert_nothing_is_lost(found)


def test_pagila(cluster: Cluster, shared_cases: Path) -> None:
    found = rebuild(cluster, read_migrations(shared_cases / "pagila-schema.sql").scripts)
    assert_nothing_is_lost(found)
    assert [(row.kind, row.name) for row in found.first.verbatim] == []
    assert [row.name for row in found.first.aggregates] == ["group_concat"]
    assert len(found.first.tables) == 71


@pytest.mark.parametrize("step", [10, pytest.param(1, marks=pytest.mark.slow)])
def test_pairs_of_folders(cluster: Cluster, shared_cases: Path, step: int) -> None:
    lost = {}
    for path in sorted((shared_cases / "pairs").glob("*/*.sql"))[::step]:
        found = rebuild(cluster, [read_script(path.read_text(), path.name)])
        if found.errors or found.differences or found.first != found.second:
            lost[f"{path.parent.name}/{path.name}"] = found.errors + found.differences or ["read differently"]
    assert lost == {}


@pytest.mark.parametrize("step", [400, pytest.param(1, marks=pytest.mark.slow)])
def test_pairs_of_lines(cluster: Cluster, shared_cases: Path, step: int) -> None:
    lost = {}
    for number, script in scripts_of_lines(shared_cases)[::step]:
        found = rebuild(cluster, [script])
        if found.errors or found.differences or found.first != found.second:
            lost[number] = found.errors + found.differences or ["read differently"]
    assert lost == {}
