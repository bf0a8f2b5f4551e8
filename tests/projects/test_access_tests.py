"""Access tests of a project: run in the background, kept, shown and exported with the design they are of."""

from __future__ import annotations

import pytest
from django.test import Client

from designer.sandbox.templates import PGTAP
from projects.models import Project, Run, User
from projects.runs.execution import execute
from projects.services import edit_design, release_migration
from projects.services.exports import build_export
from projects.services.runs import start_run
from tests.projects.test_edits import adding, table
from tests.projects.test_proofs import invoices  # noqa: F401 - a fixture

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("cluster"),
    pytest.mark.skipif(not PGTAP.exists(), reason="pgTAP is not installed; script/setup does it"),
]


def test_tests_are_kept_shown_and_exported(invoices: Project, owner: User) -> None:  # noqa: F811
    release_migration(project=invoices, acting_user=owner, name="first", confirms_unproven=True)
    started = start_run(project=invoices, acting_user=owner, kind=Run.Kind.TESTS, payload_name=invoices.name)
    execute(started.pk)
    run = Run.objects.get(pk=started.pk)
    assert run.result is not None, run.error
    assert run.result["passed"]
    assert run.result["score"] == 1.0
    client = Client()
    client.force_login(owner)
    page = client.get(f"/projects/{invoices.slug}/access/tests/").content.decode()
    assert "100.0%" in page
    name = run.result["files"][-1]["name"]
    text = client.get(f"/projects/{invoices.slug}/access/tests/{name}").content
    exported = build_export(invoices)
    assert exported[f"supabase/tests/database/{name}"] == text
    assert client.get(f"/projects/{invoices.slug}/access/tests/no.sql").status_code == 404
    edit_design(project=invoices, acting_user=owner, label="Add", edit=adding(table("one")))
    release_migration(project=invoices, acting_user=owner, name="second", confirms_unproven=True)
    assert f"supabase/tests/database/{name}" not in build_export(invoices)
