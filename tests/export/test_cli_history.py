"""The real Supabase CLI on a database that has run the imported migrations: of an export it applies the new one only."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command

from designer.design import Column, TypeRef
from designer.design.edits import add_column
from designer.sandbox.clusters import Cluster
from designer.sandbox.comparisons import compare_dumps
from designer.sandbox.databases import ScratchDatabase
from projects.models import Migration, Project, User
from projects.selectors import load_design
from projects.services import edit_design, release_migration
from tests.export.conftest import EXAMPLE
from tests.export.test_cli_push import CLI, address, dump, dump_of, history, run_cli

__all__ = ["address"]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not CLI.exists(), reason="the Supabase CLI is not installed: script/setup --dev"),
]


def run(*arguments: str) -> None:
    out = io.StringIO()
    call_command(*arguments, "--json", stdout=out)
    assert "error" not in json.loads(out.getvalue())


def test_the_cli_pushes_only_what_was_released_after_the_import(
    cluster: Cluster, scratch: ScratchDatabase, address: str, tmp_path: Path
) -> None:
    before = Path(shutil.copytree(EXAMPLE, tmp_path / "before"))  # the CLI writes where it works
    run_cli(before, tmp_path, "db", "push", f"--remote={address}")
    applied = history(scratch)
    run("import_sql", str(EXAMPLE), "--project", "pushed")
    project, user = Project.objects.get(slug="pushed"), User.objects.get()
    assert [file["name"] for file in Migration.objects.get().files] == [path.name for path in originals()]

    companies = load_design(project).table("public", "companies")
    column = Column(id=uuid4(), name="billing_email", type=TypeRef("text"))
    edit_design(project=project, acting_user=user, label="Add", edit=lambda now: add_column(now, companies.id, column))
    release_migration(project=project, acting_user=user, name="billing", confirms_unproven=True)
    folder = tmp_path / "export"
    run("export_project", "pushed", "--output", str(folder))
    for path in originals():
        assert (folder / "supabase" / "migrations" / path.name).read_bytes() == path.read_bytes()
    for name in ("config.toml", "seed.sql"):
        assert (folder / "supabase" / name).read_bytes() == (EXAMPLE / "supabase" / name).read_bytes()

    said = run_cli(folder, tmp_path, "db", "push", f"--remote={address}")
    [new] = [file["name"] for file in Migration.objects.get(number=2).files]
    assert new in said
    assert not [path.name for path in originals() if path.name in said]
    assert history(scratch) == [*applied, new.partition("_")[0]]
    assert compare_dumps(dump_of(load_design(project), cluster), dump(scratch)) == []


def originals() -> list[Path]:
    """The example's migrations, in order."""
    return sorted((EXAMPLE / "supabase" / "migrations").glob("*.sql"))
