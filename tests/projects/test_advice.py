"""Looking for holes as a run and by command; what was found on its page; fixes as edits that can be undone."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.test import Client

from designer.design import Design
from designer.sandbox.clusters import Cluster
from projects.models import Project, Run, User
from projects.runs.execution import execute
from projects.selectors import load_design
from projects.selectors.runs import count_findings
from projects.services import import_into_project
from projects.services.runs import start_run
from projects.services.undo import undo_change
from tests.migrations.proofs import read_sql

pytestmark = [pytest.mark.django_db(transaction=True)]
SQL = """
create table public.countries (code text primary key, name text not null);
revoke all on public.countries from anon, authenticated, service_role;
grant select on public.countries to anon;
"""
KEY = "rls-off:public.countries"


@pytest.fixture
def design(cluster: Cluster) -> Design:
    return read_sql(cluster, SQL)


@pytest.fixture
def countries(project: Project, owner: User, design: Design) -> Project:
    import_into_project(project=project, acting_user=owner, design=design, label="Import countries.sql")
    project.refresh_from_db()
    return project


def look(project: Project, user: User) -> Run:
    run = start_run(project=project, acting_user=user, kind=Run.Kind.ADVICE)
    execute(run.pk)
    run.refresh_from_db()
    return run


def test_what_is_found_is_fixed_and_the_fix_undone(countries: Project, owner: User, client: Client) -> None:
    run = look(countries, owner)
    assert (run.state, run.error) == (Run.State.SUCCEEDED, "")
    assert run.result is not None
    assert [row["key"] for row in run.result["findings"]] == [KEY]
    assert count_findings(countries) == 1
    client.force_login(owner)
    page = f"/projects/{countries.slug}/advice/"
    shown = client.get(page).content.decode()
    assert "alter table public.countries enable row level security;" in shown
    assert "set local role anon" in shown
    answer = client.post(f"{page}fix/", {"finding": KEY}, follow=True).content.decode()
    assert "Enable row-level security on public.countries: done." in answer
    assert "fixed" in answer
    assert "Do it" not in answer
    assert load_design(countries).table("public", "countries").has_rls
    undo_change(project=countries, acting_user=owner)
    assert not load_design(countries).table("public", "countries").has_rls
    assert "Do it" in client.get(page).content.decode()


def test_a_finding_that_is_not_there_cannot_be_fixed(countries: Project, owner: User, client: Client) -> None:
    client.force_login(owner)
    answer = client.post(f"/projects/{countries.slug}/advice/fix/", {"finding": KEY})
    assert answer.status_code == 404
    countries.refresh_from_db()
    assert countries.change_count == 1


def test_an_empty_project_is_told_why(project: Project, owner: User, cluster: Cluster) -> None:
    assert cluster.server_version
    run = look(project, owner)
    assert run.state == Run.State.FAILED
    assert "has no table yet" in run.error


def test_the_command_says_what_is_open(countries: Project) -> None:
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("find_holes", countries.slug, "--json", stdout=out)
    assert ended.value.code == 2
    found = json.loads(out.getvalue())
    assert found["levels"] == {"error": 1, "warn": 0, "info": 0, "speed": 0}
    assert found["findings"][0]["fix_sql"].endswith("alter table public.countries enable row level security;")
