"""The real `supabase db advisors` on what we generate: it has nothing to say of the example and of the starters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from designer.design import Design
from designer.migrations import write_design
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import ScratchDatabase, scratch_database
from projects.services.starters import list_starters, read_starter
from tests.export.doors import open_door
from tests.export.test_cli_push import CLI, run_cli

pytestmark = pytest.mark.skipif(not CLI.exists(), reason="the Supabase CLI is not installed: script/setup --dev")


def advise(scratch: ScratchDatabase, statements: list[str], home: Path) -> list[str]:
    """What the CLI finds in a database that these statements make, from warnings on."""
    with scratch.connect() as connection:
        for statement in statements:
            connection.execute(statement.encode())
    (home / "supabase").mkdir(exist_ok=True)
    with open_door(scratch) as url:
        said = run_cli(home, home, "db", "advisors", f"--remote={url}", "--level", "warn", "--output-format", "json")
    # A line about the target follows.
    found, _ = json.JSONDecoder().raw_decode(said)
    return [f"{row['name']}: {row['detail']}" for row in found["results"]]


def test_an_open_table_is_found(scratch: ScratchDatabase, tmp_path: Path) -> None:
    found = advise(
        scratch, ["create table public.open (id bigint primary key)", "grant select on public.open to anon"], tmp_path
    )
    assert [row.partition(":")[0] for row in found] == ["rls_disabled_in_public"]


def test_nothing_is_found_in_the_example(example: Design, scratch: ScratchDatabase, tmp_path: Path) -> None:
    assert advise(scratch, write_design(example), tmp_path) == []


@pytest.mark.parametrize("slug", [starter.slug for starter in list_starters()])
def test_nothing_is_found_in_a_starter(slug: str, cluster: Cluster, tmp_path: Path) -> None:
    with scratch_database(cluster) as scratch:
        assert advise(scratch, write_design(read_starter(slug)), tmp_path) == []
