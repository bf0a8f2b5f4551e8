"""The real Supabase CLI, from an exported folder to a database: what it builds is what was designed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from designer.design import Column, Design, Enum, EnumValue, Index, IndexKey, TypeRef, id_from_path
from designer.design.edits import put
from designer.export import ReleasedFile, build_folder, write_folder
from designer.migrations import write_design
from designer.sandbox.clusters import Cluster
from designer.sandbox.comparisons import compare_dumps
from designer.sandbox.databases import ScratchDatabase, scratch_database
from designer.sandbox.dumps import render_entries
from tests.export.conftest import EXAMPLE, as_imported, release
from tests.export.doors import open_door

CLI = Path(__file__).parents[2] / "var" / "tools" / "node_modules" / ".bin" / "supabase"
SECONDS = 180
pytestmark = pytest.mark.skipif(not CLI.exists(), reason="the Supabase CLI is not installed: script/setup --dev")


@pytest.fixture
def address(scratch: ScratchDatabase) -> Iterator[str]:
    with open_door(scratch) as url:
        yield url


def run_cli(folder: Path, home: Path, *arguments: str) -> str:
    """What the CLI says; it must succeed. It has a home of its own and tells nobody of its use."""
    done = subprocess.run(
        [CLI, *arguments, "--yes", "--workdir", str(folder)],
        env={**os.environ, "HOME": str(home), "SUPABASE_TELEMETRY_DISABLED": "1", "DO_NOT_TRACK": "1"},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def export(design: Design, files: list[ReleasedFile], folder: Path, kept: dict[str, bytes] | None = None) -> Path:
    write_folder(build_folder(slug="coaching", title="Coaching", design=design, migrations=files, files=kept), folder)
    return folder


def dump(scratch: ScratchDatabase) -> str:
    """The schema without the history the CLI keeps."""
    entries = [entry for entry in scratch.dump_entries() if "supabase_migrations" not in {entry.schema, entry.name}]
    return render_entries(entries)


def dump_of(design: Design, cluster: Cluster) -> str:
    """The schema of a database built from the design alone."""
    with scratch_database(cluster) as built:
        with built.connect() as connection:
            for statement in write_design(design):
                connection.execute(statement.encode())
        return dump(built)


def history(scratch: ScratchDatabase) -> list[str]:
    with scratch.connect() as connection:
        rows = connection.execute("select version from supabase_migrations.schema_migrations order by version")
        return [row[0] for row in rows]


def with_changes(design: Design) -> Design:
    """The design after edits that need several files: an index on a table in use, a new enum value, a column."""
    companies = design.table("public", "companies")
    plan = next(enum for enum in design.enums if enum.name == "company_plan")
    assert isinstance(plan, Enum)
    column = Column(
        id=id_from_path("column", "public", "companies", "billing_email"), name="billing_email", type=TypeRef("text")
    )
    index = Index(
        id=id_from_path("index", "public", "companies", "companies_plan_idx"),
        name="companies_plan_idx",
        keys=(IndexKey(column_id=next(each.id for each in companies.columns if each.name == "plan")),),
    )
    value = EnumValue(id_from_path("enum value", "public", "company_plan", "nonprofit"), "nonprofit")
    return put(
        design,
        replace(companies, columns=(*companies.columns, column), indexes=(*companies.indexes, index)),
        replace(plan, values=(*plan.values, value)),
    )


def test_the_examples_own_files_build_the_example(
    example: Design, cluster: Cluster, scratch: ScratchDatabase, address: str, tmp_path: Path
) -> None:
    files = list(as_imported(EXAMPLE / "supabase" / "migrations"))
    kept = {"seed.sql": (EXAMPLE / "supabase" / "seed.sql").read_bytes()}
    folder = export(example, files, tmp_path / "export", kept=kept)
    run_cli(folder, tmp_path, "db", "push", f"--remote={address}", "--include-seed")
    assert history(scratch) == [file.version for file in files]
    assert compare_dumps(dump_of(example, cluster), dump(scratch)) == []
    with scratch.connect() as connection:
        assert connection.execute("select count(*) from public.messages").fetchone() == (3,)


def test_a_released_design_is_pushed_changed_undone_and_pushed_again(
    example: Design, cluster: Cluster, scratch: ScratchDatabase, address: str, tmp_path: Path
) -> None:
    first = release(Design(), example, name="init", start=20261122090000)
    folder = export(example, first, tmp_path / "export")
    run_cli(folder, tmp_path, "db", "push", f"--remote={address}")
    assert compare_dumps(dump_of(example, cluster), dump(scratch)) == []

    changed = with_changes(example)
    second = release(example, changed, name="billing", start=20261122100000)
    assert {file.is_transactional for file in second} == {True, False}
    export(changed, [*first, *second], folder)
    run_cli(folder, tmp_path, "db", "push", f"--remote={address}")
    assert history(scratch) == [file.version for file in [*first, *second]]
    assert compare_dumps(dump_of(changed, cluster), dump(scratch)) == []

    run_readme_commands(folder, address, tmp_path, tools=cluster.bin_dir, count=2 * len(second))
    assert history(scratch) == [file.version for file in first]
    back = compare_dumps(dump_of(example, cluster), dump(scratch))
    assert back == []

    run_cli(folder, tmp_path, "db", "push", f"--remote={address}")
    assert compare_dumps(dump_of(changed, cluster), dump(scratch)) == []


def run_readme_commands(folder: Path, address: str, home: Path, *, tools: Path, count: int) -> None:
    """Runs the first commands of the README's way back, as a reader would paste them."""
    block = (folder / "README.md").read_text().partition("## Go back")[2].partition("```sh\n")[2].partition("```")[0]
    path = os.pathsep.join([str(CLI.parent), str(tools), os.environ["PATH"]])
    environment = {**os.environ, "DATABASE_URL": address, "HOME": str(home), "PATH": path, "SUPABASE_YES": "1"}
    for command in block.splitlines()[:count]:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, command + done.stdout + done.stderr
